import { describe, expect, it } from 'vitest';
import { findStaleness } from '../../src/planning/stale.ts';
import { aPlan, aStep, asWanted, toChange, unreachable } from './a-plan.ts';

const saved = aPlan([toChange('web01', [aStep('remember')]), asWanted('web02')]);

describe('a saved plan', () => {
  it('holds when nothing has changed', () => {
    expect(findStaleness(saved, structuredClone(saved))).toEqual([]);
  });

  it('is stale for each thing that differs, and says which', () => {
    const [first, second] = saved.hosts;
    if (first === undefined || second === undefined) throw new Error('two hosts are planned');
    const told = (plan: typeof saved) => findStaleness(saved, plan);
    expect(told({ ...saved, inventory: 'another' })).toEqual(['the inventory file has changed']);
    expect(told({ ...saved, hosts: [first] })).toEqual(['web02 is no longer selected']);
    expect(told({ ...saved, hosts: [{ ...first, facts: 'others' }, second] })).toEqual([
      'web01 is not as it was when the plan was made',
    ]);
    expect(told({ ...saved, hosts: [toChange('web01', [aStep('boot-files')]), second] })).toEqual([
      'web01 would be changed in another way now',
    ]);
    expect(told({ ...saved, hosts: [first, unreachable('web02', 'no answer', 'wait')] })).toEqual([
      'web02 cannot be reached now: no answer',
    ]);
  });

  it('is stale when a host that could not be reached then would be changed now', () => {
    const told = (...now: Parameters<typeof aPlan>) =>
      findStaleness(
        aPlan([toChange('web01', [aStep('remember')]), unreachable('web02', 'no answer', 'wait')]),
        aPlan(...now),
      );
    const [first, second] = [toChange('web01', [aStep('remember')]), toChange('web02', [aStep('remember')])];
    expect(told([first, second])).toEqual([
      "web02 could not be reached when the plan was made, and would be changed now; --limit 'not web02' leaves it out",
    ]);
    expect(told([first])).toEqual([]);
    expect(told([first, asWanted('web02')])).toEqual([]);
    expect(told([first, unreachable('web02', 'still none', 'wait')])).toEqual([]);
  });

  it('is stale when the same hosts would be changed in other batches', () => {
    const batches = saved.rollout.batches.map((batch) => ({ ...batch, pause: 60_000 }));
    const capacities = [{ pool: 'web', members: ['web01'], keep: 0, asked: 0, out: ['web01'] }];
    expect(findStaleness(saved, { ...saved, rollout: { ...saved.rollout, batches } })).toEqual([
      'the hosts would be changed in other batches now',
    ]);
    expect(findStaleness(saved, { ...saved, rollout: { ...saved.rollout, capacities } })).toEqual([]);
  });

  it('holds when only what is told beside it differs', () => {
    const hosts = saved.hosts.map((host) => ({ ...host, notices: ['nothing listens on tcp port 80'] }));
    expect(findStaleness(saved, { ...saved, hosts })).toEqual([]);
  });
});
