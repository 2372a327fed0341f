import { describe, expect, it } from 'vitest';
import { compareRuns } from '../../src/store/compare-runs.ts';
import { aCheck } from './a-run.ts';

describe('comparing two runs', () => {
  const ok = { host: 'web01', outcome: 'ok', checks: [aCheck(), aCheck({ title: 'another VIP is on lo' })] };

  it('finds nothing where nothing differs', () => {
    expect(compareRuns([ok], [ok])).toEqual([]);
  });

  it('names the check that differs, also when one id stands for two VIPs', () => {
    const checks = [
      aCheck(),
      aCheck({ title: 'another VIP is on lo', found: 'not there', verdict: 'absent' }),
    ];
    expect(compareRuns([ok], [{ ...ok, outcome: 'partial', checks }])).toEqual([
      {
        ...{ host: 'web01', before: 'ok', after: 'partial' },
        checks: [
          {
            id: 'vip-now',
            title: 'another VIP is on lo',
            before: '192.0.2.100/32 on lo',
            after: 'not there',
          },
        ],
      },
    ]);
  });

  it('names hosts that only one of them had', () => {
    expect(compareRuns([ok], [{ ...ok, host: 'web02' }])).toEqual([
      { host: 'web02', before: undefined, after: 'ok', checks: [] },
      { host: 'web01', before: 'ok', after: undefined, checks: [] },
    ]);
  });
});
