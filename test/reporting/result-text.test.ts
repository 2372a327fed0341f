import { describe, expect, it } from 'vitest';
import type { HostResult } from '../../src/core/outcome.ts';
import { duration, resultText } from '../../src/reporting/result-text.ts';
import { aPlan } from '../planning/a-plan.ts';

const figures = { run: 'run-1', milliseconds: 252_400 };
const resume = 'vipfarm resume run-1';

describe('a result on the screen', () => {
  it('says how many, what was not done and why, and what to do next', () => {
    const results: readonly HostResult[] = [
      { host: 'web01', outcome: 'changed' },
      { host: 'web02', outcome: 'ok' },
      { host: 'web03', outcome: 'rolled-back', reason: 'no room' },
      { host: 'web04', outcome: 'rolled-back', reason: 'no room' },
      { host: 'web05', outcome: 'unknown', reason: 'lost' },
      { host: 'web06', outcome: 'not-attempted' },
    ];
    expect(resultText(aPlan([]), { results }, figures, resume)).toBe(`\
web  1 changed, 1 as wanted, 2 rolled back, 1 unknown, 1 not attempted   4 min 12 s   run run-1
  rolled-back    web[03-04]  no room
  unknown        web05       lost
  not-attempted  web06
Not done: 4. To go on: vipfarm resume run-1
Evidence: vipfarm runs evidence run-1
`);
  });

  it('names the hosts that are left when all were begun', () => {
    const results: readonly HostResult[] = [
      { host: 'web01', outcome: 'changed' },
      { host: 'web02', outcome: 'unreachable', reason: 'no answer on port 22' },
    ];
    expect(resultText(aPlan([]), { results }, figures, resume)).toContain(
      'Not done: 1. When they are ready: vipfarm resume run-1\n',
    );
  });

  it.each([
    ['gate', 'Mend the cause, then: vipfarm resume run-1'],
    ['operator', 'To go on: vipfarm resume run-1'],
    ['lease', 'When the other run is over (vipfarm locks list): vipfarm resume run-1'],
  ] as const)('says what fits when the %s stopped it', (by, words) => {
    const results: readonly HostResult[] = [{ host: 'web01', outcome: 'not-attempted' }];
    const stopped = { batch: 1, reasons: ['a reason'], by };
    expect(resultText(aPlan([]), { results, stopped }, figures, resume)).toContain(
      `Stopped at the gate after batch 1:\n  a reason\n${words}\n`,
    );
  });

  it('is two lines when all went well', () => {
    const done: readonly HostResult[] = [{ host: 'web01', outcome: 'changed' }];
    expect(resultText(aPlan([]), { results: done }, figures, resume)).toBe(
      'web  1 changed   4 min 12 s   run run-1\nEvidence: vipfarm runs evidence run-1\n',
    );
  });

  it.each([
    [0, '0.0 s'],
    [840, '0.8 s'],
    [41_200, '41 s'],
    [59_700, '1 min 0 s'],
    [119_600, '2 min 0 s'],
    [252_000, '4 min 12 s'],
  ])('takes %i ms for %s', (milliseconds, words) => {
    expect(duration(milliseconds)).toBe(words);
  });
});
