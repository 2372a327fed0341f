import type { RunEvent } from '../../src/core/event.ts';
import type { Claim, SegmentReport } from '../../src/core/network.ts';
import type { Plan } from '../../src/core/plan.ts';
import type { Batch } from '../../src/core/rollout.ts';
import type { Conditions } from '../../src/execution/conditions.ts';
import { type RolloutEnd, rollOut } from '../../src/execution/roll-out.ts';
import type { RolloutMeans } from '../../src/execution/rollout-means.ts';
import { surveyHosts } from '../../src/execution/survey-hosts.ts';
import { approvePlan } from '../../src/planning/plan.ts';
import type { Desired } from '../../src/platforms/platform.ts';
import type { Segment } from '../../src/verification/network/segment.ts';
import { aPlan } from '../planning/a-plan.ts';
import { transcriptNamed } from '../transcripts/read-transcripts.ts';
import { fleetWith } from '../verification/network/a-fleet.ts';
import { plainMeans } from './rolling.ts';
import { aMember, type Line, scriptedFarm } from './scripted.ts';

const before = transcriptNamed('linux/ifupdown-before.yaml');
const after = transcriptNamed('linux/ifupdown-after.yaml');
const ended = '\n@@vipfarm end\n';
const noNotes = ['trial', 'boot', 'fence', 'notes'].map((name) => `\n@@vipfarm ${name}\n`).join('') + ended;
const wanted: Desired = before.wanted;

/** What a host says when its VIP comes, when that is taken back after it, and when its VIP is removed. */
export const changed: readonly Line[] = [before.output, ended, after.output];
export const takenBack: readonly Line[] = [after.output, noNotes, after.output, ended, before.output];
export const removed: readonly Line[] = [after.output, ended, before.output];

export const nobodyHeard: SegmentReport = {
  vips: [],
  witnesses: [],
  unwatched: [],
  claims: [],
  poisoned: [],
};

/** An answer for the VIP of all these rollouts, by a member or by somebody unknown. */
export function claimOf(host?: string): Claim {
  const claimant: Claim['claimant'] = host === undefined ? { kind: 'unknown' } : { kind: 'member', host };
  return { vip: '192.0.2.100', mac: '02:00:00:00:00:99', claimant, witness: 'db', count: 1 };
}

/** A segment on which nothing is heard but what the test says. */
export function aSegment(said: Partial<Segment> = {}): Segment {
  return {
    survey: () => Promise.resolve(nobodyHeard),
    watch: () => Promise.resolve({ stop: () => Promise.resolve(nobodyHeard) }),
    accept: () => Promise.reject(new Error('the pool has no services')),
    [Symbol.asyncDispose]: () => Promise.resolve(),
    ...said,
  };
}

/** A rollout under watch over hosts that answer from scripts: the batches are lists of hosts, what is said counts for each. */
export interface Witnessed {
  readonly scripts: Readonly<Record<string, readonly Line[]>>;
  readonly batches: readonly (readonly string[])[];
  readonly batch?: Partial<Batch>;
  readonly verb?: Plan['verb'];
  readonly maxFail?: number;
  readonly means: Partial<RolloutMeans>;
  readonly conditions?: Partial<Conditions>;
}

export async function rollOutWitnessed(
  said: Witnessed,
): Promise<RolloutEnd & { readonly events: readonly RunEvent[]; readonly outcomes: readonly string[] }> {
  const { scripts, batch = {}, verb = 'apply', maxFail = 0, means, conditions } = said;
  const hosts = Object.keys(scripts).map(aMember);
  using farm = scriptedFarm(scripts, conditions);
  const desired = verb === 'apply' ? wanted : { ...wanted, present: [], absent: wanted.present };
  await using survey = await surveyHosts(hosts, () => desired, farm.conditions, true);
  const usual = { pool: 'web', maxFail: 0, deadman: 'none', onFailure: 'stop', hooks: {}, pause: 0 } as const;
  const batches = said.batches.map((names) => ({ ...usual, ...batch, hosts: names }));
  const plan = aPlan(survey.plans, { verb, rollout: { batches, maxFail, capacities: [] } });
  const end = await rollOut(
    approvePlan(plan, 'operator'),
    survey.ready,
    plainMeans({ fleet: fleetWith(hosts, { services: [] }), ...means }),
    farm.conditions,
  );
  const outcomes = end.results.map(({ host, outcome }) => `${host} ${outcome}`);
  return { ...end, events: farm.events, outcomes };
}
