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

  it('may have hosts that could not be reached then', () => {
    const then = aPlan([unreachable('web01', 'no answer', 'wait')]);
    expect(findStaleness(then, aPlan([toChange('web01', [aStep('remember')])]))).toEqual([]);
  });
});
