import { expect, it } from 'vitest';
import type { Clock } from '../../src/core/clock.ts';
import type { Claim } from '../../src/core/network.ts';
import { rollOut } from '../../src/execution/roll-out.ts';
import { surveyHosts } from '../../src/execution/survey-hosts.ts';
import { approvePlan } from '../../src/planning/plan.ts';
import type { Segment } from '../../src/verification/network/segment.ts';
import { aPlan } from '../planning/a-plan.ts';
import { transcriptNamed } from '../transcripts/read-transcripts.ts';
import { fleetWith } from '../verification/network/a-fleet.ts';
import { plainMeans } from './rolling.ts';
import { aMember, type Line, scriptedFarm } from './scripted.ts';

const pause = 300_000;
const before = transcriptNamed('linux/ifupdown-before.yaml');
const after = transcriptNamed('linux/ifupdown-after.yaml');
const ended = '\n@@vipfarm end\n';
const noNotes = ['trial', 'boot', 'fence', 'notes'].map((name) => `\n@@vipfarm ${name}\n`).join('') + ended;

const member: Claim['claimant'] = { kind: 'member', host: 'web01' };
const takenBack: readonly Line[] = [after.output, noNotes, after.output, ended, before.output];

it.each([
  ['a member that answers is taken back at once', member, takenBack, 'rolled-back'],
  ['somebody unknown ends it', { kind: 'unknown' }, [], 'changed'],
] as const)(
  'in the pause behind a batch, %s, and the gate stays shut',
  async (_what, claimant, more, outcome) => {
    const claim: Claim = { vip: '192.0.2.100', mac: '02:00:00:00:00:99', claimant, witness: 'db', count: 1 };
    let hear: (claim: Claim) => void = () => undefined;
    let now = Date.UTC(2026, 10, 22, 23, 10);
    const clock: Clock = {
      now: () => now,
      sleep(milliseconds, signal) {
        // The answer comes in the tenth second of the pause.
        if (milliseconds === pause) {
          now += 10_000;
          hear(claim);
          if (signal.aborted) return Promise.resolve();
        }
        now += milliseconds;
        return Promise.resolve();
      },
    };
    const report = { vips: [], witnesses: [], claims: [], poisoned: [] };
    const segment: Segment = {
      survey: () => Promise.resolve(report),
      watch: (_vips, onClaim) => {
        hear = onClaim;
        return Promise.resolve({ stop: () => Promise.resolve(report) });
      },
      accept: () => Promise.reject(new Error('the pool has no services')),
      [Symbol.asyncDispose]: () => Promise.resolve(),
    };
    const hosts = ['web01', 'web02'].map(aMember);
    using farm = scriptedFarm(
      { web01: [before.output, ended, after.output, ...more], web02: [before.output] },
      { clock },
    );
    await using survey = await surveyHosts(hosts, () => before.wanted, farm.conditions, true);
    const plan = aPlan(survey.plans);
    const batch = { pool: 'web', maxFail: 0, deadman: 'none', onFailure: 'stop', hooks: {}, pause } as const;
    const batches = ['web01', 'web02'].map((host) => ({ ...batch, hosts: [host] }));
    const begun = now;
    const { results, stopped } = await rollOut(
      approvePlan({ ...plan, rollout: { ...plan.rollout, batches } }, 'operator'),
      survey.ready,
      plainMeans({ segment, fleet: fleetWith(hosts, { services: [] }) }),
      farm.conditions,
    );
    expect(results.map((result) => `${result.host} ${result.outcome}`)).toEqual([
      `web01 ${outcome}`,
      'web02 not-attempted',
    ]);
    expect(stopped?.batch).toBe(1);
    expect(now - begun).toBeLessThan(pause);
  },
);
