import { expect, it } from 'vitest';
import { followRun } from '../../src/core/run-memory.ts';
import { desiredOf } from '../../src/planning/desired.ts';
import { assemblePlan } from '../../src/planning/plan.ts';
import { movementOfRun, takingBack } from '../../src/planning/take-back.ts';
import { desiring } from '../platforms/desiring.ts';
import { toChange } from './a-plan.ts';
import { aFarm } from './rollout/a-farm.ts';

const first = { address: '192.0.2.100', family: 4 } as const;
const second = { address: '192.0.2.101', family: 4 } as const;

it('what an apply brought is taken away, and what was there before is still needed', () => {
  const wished = desiring({ present: [first, second] });
  const back = takingBack(wished, { brings: [second.address], takes: [] });
  expect(back).toMatchObject({ present: [], absent: [second], others: [first], force: true });
});

it('what a remove took is brought back', () => {
  const back = takingBack(desiring({ present: [], absent: [first] }), { brings: [], takes: [first.address] });
  expect(back).toMatchObject({ present: [first], absent: [] });
});

it('a run has moved what it sent, less what it took back itself', () => {
  const { memory, note } = followRun();
  note({ kind: 'run-started', run: 'r', verb: 'apply', hosts: ['web01', 'web02', 'web03'] });
  const sent = { kind: 'change-sent', steps: ['vip-up'], takes: [] } as const;
  note({ ...sent, host: 'web01', way: 'forward', brings: [first.address, second.address] });
  note({ ...sent, host: 'web02', way: 'forward', brings: [first.address] });
  note({ ...sent, host: 'web02', way: 'back', brings: [], takes: [first.address] });
  note({ ...sent, host: 'web03', way: 'forward', brings: [] });
  expect([...movementOfRun(memory)]).toEqual([
    ['web01', { brings: [first.address, second.address], takes: [] }],
  ]);
});

it('what was undone again has not moved, by the host or by the run', () => {
  const { memory, note } = followRun();
  note({ kind: 'run-started', run: 'r', verb: 'apply', hosts: ['web01', 'web02', 'web03'] });
  const sent = { kind: 'change-sent', steps: ['arp-now', 'vip-up'], way: 'forward', takes: [] } as const;
  for (const host of ['web01', 'web02', 'web03']) note({ ...sent, host, brings: [first.address] });
  note({ kind: 'host-ended', host: 'web01', outcome: 'rolled-back' });
  note({ kind: 'step-ended', host: 'web02', step: 'vip-up', end: 'failed' });
  note({ kind: 'step-ended', host: 'web02', step: 'arp-now', end: 'not-undone' });
  note({ kind: 'host-ended', host: 'web02', outcome: 'failed' });
  expect([...movementOfRun(memory).keys()]).toEqual(['web02', 'web03']);
});

it('who goes on with a rollback asks what the rollback asked, and no more', async () => {
  const fleet = await aFarm({ web: 'members: [web01, web02]', dns: 'members: [web01]' });
  const pools = [...fleet.pools.values()].slice(0, 1);
  const [vip] = pools[0]?.vips ?? [];
  const elsewhere = fleet.pools.get('dns')?.vips ?? [];
  const host = (name: string) => fleet.hosts.get(name) ?? expect.unreachable(name);
  const takesBack = { web01: { brings: [vip?.address ?? ''], takes: [] } };
  const plan = assemblePlan(fleet, pools, { verb: 'remove', adopt: false, force: false, takesBack }, [
    toChange('web01', []),
  ]);
  expect(desiredOf(host('web01'), fleet, pools, plan)).toMatchObject({
    present: [],
    absent: [vip],
    others: elsewhere,
  });
  expect(desiredOf(host('web02'), fleet, pools, plan)).toMatchObject({
    present: [],
    absent: [],
    others: [vip],
  });
});
