import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Problem } from '../../src/core/problem.ts';
import { approvePlan, planDigest } from '../../src/planning/plan.ts';
import { readPlan, renderPlan } from '../../src/planning/read-plan.ts';
import { aPlan, aStep, asWanted, refused, toChange, unreachable } from './a-plan.ts';

const plan = aPlan([
  toChange('web01', [
    aStep('remember', { apply: [{ kind: 'write', path: '/x', content: '\'"\n한', mode: 0o600 }] }),
  ]),
  asWanted('web02', ['a note']),
  refused('web03', 'why', 'what to do'),
  unreachable('web04', 'no answer', 'wait'),
]);

describe('a plan in a file', () => {
  it('is read as it was written, with the same digest', () => {
    const read = readPlan(renderPlan(plan), 'plan.json');
    expect(planDigest(read)).toBe(planDigest(plan));
    expect(JSON.stringify(read)).toBe(JSON.stringify(plan));
  });

  it('is refused when anything in it was edited', () => {
    const text = renderPlan(plan);
    const edited = text.replace('/x', '/y');
    expect(edited).not.toBe(text);
    expect(() => readPlan(edited, 'plan.json')).toThrow(
      expect.objectContaining({ code: 'plan-unreadable', message: expect.stringContaining('was changed') }),
    );
  });

  it('is read rightly or refused, whatever one byte of it becomes', () => {
    const text = renderPlan(plan);
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.constantFrom('0', 'a', '"', '}', ' '), (at, byte) => {
        try {
          const read = readPlan(text.slice(0, at) + byte + text.slice(at + 1), 'plan.json');
          expect(planDigest(read)).toBe(planDigest(plan));
        } catch (thrown) {
          if (!(thrown instanceof Problem)) throw thrown;
          expect(thrown.code).toBe('plan-unreadable');
        }
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    '',
    'null',
    '[]',
    '{}',
    '{"vipfarm":"plan"}',
    '{"vipfarm":"plan","digest":"x","plan":{"version":2}}',
    'web:',
  ])('is no plan when it reads %j', (text) => {
    expect(() => readPlan(text, 'plan.json')).toThrow(
      expect.objectContaining({ code: 'plan-unreadable', message: 'plan.json is no plan of vipfarm' }),
    );
  });
});

describe('an approval', () => {
  it('names the plan by a digest that any change of it changes', () => {
    const { digest } = approvePlan(plan, 'operator');
    expect(digest).toBe(planDigest(structuredClone(plan)));
    expect(planDigest({ ...plan, force: true })).not.toBe(digest);
    expect(planDigest({ ...plan, hosts: plan.hosts.slice(1) })).not.toBe(digest);
  });
});
