import { describe, expect, it } from 'vitest';
import { asProblem, describeProblem, Problem } from '../../src/core/problem.ts';

describe('a problem', () => {
  it('says what happened and what to do', () => {
    const problem = new Problem('tcp-refused', 'port 22 is closed', { wayOut: 'start sshd' });
    expect(describeProblem(problem)).toBe('port 22 is closed; start sshd');
    expect(describeProblem(new Problem('internal', 'a defect'))).toBe('a defect');
  });

  it('keeps its cause, and is not retryable unless it says so', () => {
    const cause = new Error('ECONNREFUSED');
    const problem = new Problem('tcp-refused', 'port 22 is closed', { cause });
    expect(problem.cause).toBe(cause);
    expect(problem.retryable).toBe(false);
    expect(new Problem('tcp-refused', '', { retryable: true }).retryable).toBe(true);
  });
});

describe('asProblem', () => {
  it('gives a problem back as it is, and calls everything else internal', () => {
    const problem = new Problem('usage', 'no such pool');
    const defect = new TypeError('x is undefined');
    expect(asProblem(problem)).toBe(problem);
    expect(asProblem(defect)).toMatchObject({ code: 'internal', message: 'x is undefined', cause: defect });
    expect(asProblem('thrown text')).toMatchObject({ code: 'internal', message: 'thrown text' });
    expect(asProblem(undefined)).toMatchObject({ code: 'internal', message: 'undefined' });
  });
});
