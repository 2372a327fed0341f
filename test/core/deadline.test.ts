import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { stages, usualDeadlines, within } from '../../src/core/deadline.ts';
import { Problem } from '../../src/core/problem.ts';

const never = new Promise<string>(() => {});

describe('within a time limit', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('work that ends in time gives its result, and leaves no timer', async () => {
    expect(await within('tcp', 10, undefined, Promise.resolve('done'))).toBe('done');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('work that fails in time fails as it did, and leaves no timer', async () => {
    const failure = new Problem('tcp-refused', 'refused');
    await expect(within('tcp', 10, undefined, Promise.reject(failure))).rejects.toBe(failure);
    expect(vi.getTimerCount()).toBe(0);
  });

  it.each(stages)('work that does not end is a problem that names the stage: %s', async (stage) => {
    const waiting = expect(within(stage, 1500, undefined, never)).rejects.toMatchObject({
      code: 'deadline-passed',
      message: expect.stringContaining(`within 1.5 s (deadline: ${stage})`),
      retryable: true,
    });
    await vi.advanceTimersByTimeAsync(1500);
    await waiting;
  });

  it('an abort ends the wait with the reason that was given, and leaves nothing behind', async () => {
    const stop = new AbortController();
    const reason = new Problem('interrupted', 'Ctrl-C');
    const waiting = expect(within('idle', 1000, stop.signal, never)).rejects.toBe(reason);
    stop.abort(reason);
    await waiting;
    expect(vi.getTimerCount()).toBe(0);
  });

  it('nothing is waited for when the abort came first', async () => {
    const waiting = within('idle', 1000, AbortSignal.abort(), Promise.resolve('done'));
    await expect(waiting).rejects.toMatchObject({ code: 'interrupted' });
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('the usual deadlines', () => {
  it('give the whole more time than any stage', () => {
    const parts = stages.filter((stage) => stage !== 'whole').map((stage) => usualDeadlines[stage]);
    expect(Math.max(...parts)).toBeLessThan(usualDeadlines.whole);
  });
});
