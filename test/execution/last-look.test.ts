import { describe, expect, it } from 'vitest';
import type { Claim } from '../../src/core/network.ts';
import { resultText } from '../../src/reporting/result-text.ts';
import { aPlan, toChange } from '../planning/a-plan.ts';
import { aSegment, changed, claimOf, nobodyHeard, rollOutWitnessed, takenBack } from './witnessed.ts';

const web01 = [...changed, ...takenBack];

function heardAtLast(claims: readonly Claim[]) {
  return rollOutWitnessed({
    scripts: { web01, web02: changed },
    batches: [['web01'], ['web02']],
    means: { segment: aSegment({ survey: () => Promise.resolve({ ...nobodyHeard, claims }) }) },
  });
}

describe('what the last look at the network hears', () => {
  it('has a member that answers taken back', async () => {
    const { outcomes, results, stopped, after } = await heardAtLast([claimOf('web01')]);
    expect(outcomes).toEqual(['web01 rolled-back', 'web02 changed']);
    expect(results[0]?.reason).toBe(
      'web01 (02:00:00:00:00:99) answered ARP for 192.0.2.100: 1 reply, seen by db',
    );
    expect(stopped).toBeUndefined();
    expect(after?.claims).toHaveLength(1);
  });

  it.each([
    ['a MAC that nobody knows', claimOf()],
    ['a member that the run has not changed', claimOf('web99')],
  ])('shuts the last gate again for %s', async (_who, claim) => {
    const { outcomes, stopped, events } = await heardAtLast([claim]);
    expect(outcomes).toEqual(['web01 changed', 'web02 changed']);
    expect(stopped).toMatchObject({ batch: 2, by: 'gate' });
    expect(stopped?.reasons[0]).toContain('answered ARP for 192.0.2.100: 1 reply, seen by db');
    expect(events).toContainEqual({ kind: 'gate-judged', batch: 2, opens: false, reasons: stopped?.reasons });
  });

  it('stands in the text with what the watch heard', () => {
    const seen = { host: 'db', means: 'python3 raw socket', proves: 'replies', requests: 75 } as const;
    const report = {
      vips: [{ address: '192.0.2.100', family: 4 }],
      witnesses: [seen],
      unwatched: [],
      poisoned: [],
    } as const;
    const plan = aPlan([toChange('web01', [])]);
    const text = resultText(
      plan,
      {
        results: [{ host: 'web01', outcome: 'changed' }],
        watched: [{ ...report, claims: [] }],
        after: { ...report, claims: [claimOf('web02')] },
      },
      { run: 'run-1', milliseconds: 0 },
      'vipfarm resume run-1',
    );
    expect(text).toContain(
      'network   web02 (02:00:00:00:00:99) answered for 192.0.2.100, 150 requests from 1 witness',
    );
  });
});
