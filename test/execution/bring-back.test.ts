import { expect, it } from 'vitest';
import type { Vip } from '../../src/core/address.ts';
import type { Hook } from '../../src/core/rollout.ts';
import { rollOut } from '../../src/execution/roll-out.ts';
import type { RolloutMeans } from '../../src/execution/rollout-means.ts';
import type { Fleet } from '../../src/inventory/fleet.ts';
import { usualRollout } from '../../src/inventory/settle-rollout.ts';
import { approvePlan } from '../../src/planning/plan.ts';
import { aPlan, asWanted, toChange } from '../planning/a-plan.ts';
import { transcriptNamed } from '../transcripts/read-transcripts.ts';
import { plainMeans } from './rolling.ts';
import { aMember, scriptedFarm } from './scripted.ts';

const hook: Hook = { on: 'controller', run: ['true'], timeout: 3_000 };

/** Members of web, whose pool has hooks for the way back; web01 was left out of service by an earlier run. */
function leftOut(answer: RolloutMeans['runHook'], vips: readonly Vip[] = []): RolloutMeans {
  const rollout = { ...usualRollout, hooks: { undrain: hook, inService: hook } };
  const members = ['web01', 'web02', 'web03'];
  const pool = {
    name: 'web',
    vips,
    services: [],
    director: undefined,
    members,
    witnesses: 'none' as const,
    rollout,
  };
  const fleet: Fleet = {
    ...plainMeans().fleet,
    pools: new Map([['web', pool]]),
    hosts: new Map(members.map((name) => [name, aMember(name)])),
  };
  return plainMeans({ fleet, leftOut: new Set(['web01']), runHook: answer });
}

const plan = aPlan([asWanted('web01'), asWanted('web02'), toChange('web03', [])]);

it('a member that an earlier run left out of service, and that is as wanted, is brought back', async () => {
  using farm = scriptedFarm({});
  const good = () => Promise.resolve({ ok: true, output: '', detail: '' });
  const { results } = await rollOut(
    approvePlan(plan, 'yes-option'),
    new Map(),
    leftOut(good),
    farm.conditions,
  );
  expect(results.map(({ host, outcome }) => `${host} ${outcome}`)).toEqual([
    'web01 ok',
    'web02 ok',
    'web03 not-attempted',
  ]);
  expect(
    farm.events.flatMap((event) => (event.kind === 'hook-ended' ? `${event.host} ${event.hook}` : [])),
  ).toEqual(['web01 undrain', 'web01 inService']);
});

it('where it does not come back, no batch is begun', async () => {
  using farm = scriptedFarm({});
  const bad = () => Promise.resolve({ ok: false, output: '', detail: 'no answer' });
  const { results, stopped } = await rollOut(
    approvePlan(plan, 'yes-option'),
    new Map(),
    leftOut(bad),
    farm.conditions,
  );
  expect(results[0]).toMatchObject({ outcome: 'failed', reason: expect.stringContaining('no answer') });
  expect(stopped).toMatchObject({ batch: 0 });
  expect(farm.events.filter(({ kind }) => kind === 'batch-started')).toEqual([]);
});

it.each([
  ['before', []],
  ['after', ['undrain', 'inService']],
])(
  'in a removal, a member as %s an apply gets the hooks %j: one without VIP has left',
  async (moment, hooks) => {
    const { output, wanted } = transcriptNamed(`linux/ifupdown-${moment}.yaml`);
    using farm = scriptedFarm({ web01: [output] });
    const good = () => Promise.resolve({ ok: true, output: '', detail: '' });
    const removal = aPlan([asWanted('web01')], { verb: 'remove' });
    const { results } = await rollOut(
      approvePlan(removal, 'yes-option'),
      new Map(),
      leftOut(good, wanted.present),
      farm.conditions,
    );
    expect(results).toEqual([{ host: 'web01', outcome: 'ok' }]);
    expect(farm.events.flatMap((event) => (event.kind === 'hook-ended' ? event.hook : []))).toEqual(hooks);
  },
);
