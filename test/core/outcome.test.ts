import { describe, expect, it } from 'vitest';
import { exitCodeOfOutcome, exitCodes, highestExitCode, hostOutcomes } from '../../src/core/outcome.ts';

describe('exit codes', () => {
  it('are those that the operator was promised', () => {
    expect(exitCodes).toEqual({
      ok: 0,
      internal: 1,
      pending: 2,
      failed: 3,
      unreachable: 4,
      gate: 5,
      locked: 6,
      stale: 7,
      rolledBack: 8,
      notWritten: 9,
      usage: 64,
      interrupted: 130,
    });
  });

  it('are the highest that applies, and 0 where none does', () => {
    expect(highestExitCode([])).toBe(0);
    expect(highestExitCode([3, 8, 4])).toBe(8);
  });

  it('follow from each outcome of a host', () => {
    expect(hostOutcomes.map((outcome) => `${outcome} ${exitCodeOfOutcome(outcome)}`)).toEqual([
      'ok 0',
      'changed 0',
      'failed 3',
      'rolled-back 8',
      'unreachable 4',
      'skipped 2',
      'not-attempted 2',
      'unknown 3',
    ]);
  });
});
