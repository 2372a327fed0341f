import { expect, it } from 'vitest';
import type { HostOutcome } from '../../src/core/outcome.ts';
import { Problem } from '../../src/core/problem.ts';
import type { Batch, Hook } from '../../src/core/rollout.ts';
import { keepLedger } from '../../src/execution/ledger.ts';
import type { RolloutMeans } from '../../src/execution/rollout-means.ts';
import { keepInService } from '../../src/execution/serving-members.ts';
import { takeBackAll } from '../../src/execution/take-back-all.ts';
import { transcriptNamed } from '../transcripts/read-transcripts.ts';
import { fleetWith } from '../verification/network/a-fleet.ts';
import { plainMeans } from './rolling.ts';
import { aMember, scriptedFarm } from './scripted.ts';
import { changed, rollOutWitnessed, takenBack } from './witnessed.ts';

const { wanted } = transcriptNamed('linux/ifupdown-before.yaml');
const vip = '192.0.2.100';

interface Scene {
  /** How each of the hosts ended. */
  readonly hosts: Readonly<Record<string, HostOutcome>>;
  readonly keep: number;
  /** The VIPs that the pool has besides, which the hosts had before. */
  readonly others?: readonly string[];
  readonly fails?: string;
  readonly means?: Partial<RolloutMeans>;
}

/** Takes back hosts of a pool with all hooks. What was done, in order; how they ended; who was left as it is. */
async function play({ hosts: ended, keep, others = [], fails, means }: Scene) {
  const names = Object.keys(ended);
  const hosts = names.map(aMember);
  const hooks = {
    ...{ drain: hookCalled('drain'), before: hookCalled('before'), after: hookCalled('after') },
    ...{ undrain: hookCalled('undrain'), inService: hookCalled('inService') },
  };
  const usual = { pool: 'web', maxFail: 0, deadman: 'none', onFailure: 'rollback-run', pause: 0 } as const;
  const batches: Batch[] = [{ ...usual, hooks, hosts: names }];
  const vips = [vip, ...others].map((address) => ({ address, family: 4 as const }));
  using farm = scriptedFarm(Object.fromEntries(names.map((name) => [name, takenBack])));
  const deeds: string[] = [];
  const inService = keepInService([{ pool: 'web', members: names, keep, asked: keep, out: [] }]);
  for (const [name, outcome] of Object.entries(ended))
    if (outcome !== 'changed') inService.putBack(name, 'all');
  const ledger = keepLedger((event) => {
    if (event.kind === 'host-ended') deeds.push(`${event.host} ${event.outcome}`);
  });
  const left = await takeBackAll(
    hosts.map((host) => ({
      ...{ host, desired: wanted, movement: { brings: [vip], takes: [] } },
      result: { host: host.name, outcome: ended[host.name] ?? 'unknown' },
    })),
    { why: 'the gate stayed shut', batches, inService, ledger },
    plainMeans({
      fleet: fleetWith(hosts, { vips }),
      runHook(hook, { host }) {
        const [name] = hook.run;
        deeds.push(`${host?.name} ${name}`);
        return Promise.resolve({ ok: name !== fails, output: '', detail: 'it did not' });
      },
      ...means,
    }),
    {
      ...farm.conditions,
      announce: (event) => {
        if (event.kind === 'change-sent') deeds.push(`${event.host} change`);
      },
    },
  );
  return { deeds, left, results: ledger.of(names) };
}

it('a member in service is drained before its VIP goes, and stays drained without one', async () => {
  const { deeds } = await play({ hosts: { web01: 'changed' }, keep: 0 });
  expect(deeds).toEqual(['web01 drain', 'web01 before', 'web01 change', 'web01 after', 'web01 rolled-back']);
});

it('a member that has other VIPs of the pool is brought back into service', async () => {
  const { deeds } = await play({ hosts: { web01: 'changed' }, keep: 0, others: ['192.0.2.101'] });
  expect(deeds.slice(-4)).toEqual(['web01 after', 'web01 undrain', 'web01 inService', 'web01 rolled-back']);
});

it('one that is out of service is taken back first, and no hook is asked before', async () => {
  const { deeds } = await play({ hosts: { web01: 'changed', web02: 'failed' }, keep: 1 });
  expect(deeds).toEqual([
    ...['web02 change', 'web02 after', 'web02 rolled-back'],
    ...['web01 drain', 'web01 before', 'web01 change', 'web01 after', 'web01 rolled-back'],
  ]);
});

it('so many are in hand at once as keepInService allows', async () => {
  const { deeds } = await play({ hosts: { web01: 'changed', web02: 'changed', web03: 'changed' }, keep: 2 });
  const hosts = deeds.map((deed) => deed.slice(0, 5));
  expect(hosts).toEqual(hosts.toSorted());
});

it('a member stays as it is, and is told, where keepInService or its drain does not allow it', async () => {
  const reasons: readonly [Partial<Scene>, string][] = [
    [{ keep: 1 }, 'too few members are in service'],
    [{ fails: 'drain' }, 'the hook drain failed: it did not'],
  ];
  for (const [said, reason] of reasons) {
    const { deeds, results } = await play({ hosts: { web01: 'changed' }, keep: 0, ...said });
    expect(deeds).not.toContain('web01 change');
    expect(results).toMatchObject([
      {
        outcome: 'failed',
        reason: expect.stringContaining(`the gate stayed shut; it was not taken back: ${reason}`),
      },
    ]);
  }
});

it('nobody is taken back without the lease, and all are named', async () => {
  const { hold } = plainMeans();
  const means = { hold: { ...hold, lost: AbortSignal.abort() } };
  const { deeds, left } = await play({ hosts: { web01: 'changed', web02: 'failed' }, keep: 0, means });
  expect(deeds).toEqual([]);
  expect(left.toSorted()).toEqual(['web01', 'web02']);
});

it('a run that lost its lease takes nothing back, and says how that is done later', async () => {
  const lost = new AbortController();
  const runHook = () => {
    lost.abort(new Problem('lock-held', 'the lease of pool web was lost'));
    return Promise.resolve({ ok: true, output: '', detail: '' });
  };
  const { outcomes, stopped } = await rollOutWitnessed({
    scripts: { web01: changed, web02: changed },
    batches: [['web01'], ['web02']],
    batch: { onFailure: 'rollback-run', hooks: { afterBatch: hookCalled('afterBatch') } },
    means: { runHook, hold: { ...plainMeans().hold, lost: lost.signal } },
  });
  expect(outcomes).toEqual(['web01 changed', 'web02 not-attempted']);
  expect(stopped?.reasons.at(-1)).toMatch(/^1 not taken back, .*: vipfarm rollback \S+$/);
});

it('so does one that lost it while a gate stood open', async () => {
  const lost = new AbortController();
  const askForBatch = () => {
    lost.abort(new Problem('lock-held', 'the lease of pool web was lost'));
    return Promise.resolve(true);
  };
  const { outcomes, stopped } = await rollOutWitnessed({
    scripts: { web01: changed, web02: changed },
    batches: [['web01'], ['web02']],
    batch: { onFailure: 'rollback-run' },
    means: { askForBatch, hold: { ...plainMeans().hold, lost: lost.signal } },
  });
  expect(outcomes).toEqual(['web01 changed', 'web02 not-attempted']);
  expect(stopped?.reasons).toEqual([
    expect.stringMatching(/lease of pool web was lost/),
    expect.stringMatching(/^1 not taken back, .*: vipfarm rollback \S+$/),
  ]);
});

function hookCalled(name: string): Hook {
  return { on: 'controller', run: [name], timeout: 1_000 };
}
