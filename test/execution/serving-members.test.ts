import { describe, expect, it } from 'vitest';
import type { Capacity } from '../../src/core/rollout.ts';
import { keepInService } from '../../src/execution/serving-members.ts';

const never = new AbortController().signal;

function pool(name: string, members: readonly string[], keep: number, out: readonly string[] = []): Capacity {
  return { pool: name, members, keep, asked: keep, out };
}

/** Whether a promise has come to an end by now, and with what. */
async function stateOf(answer: Promise<boolean>): Promise<boolean | 'waiting'> {
  return await Promise.race([answer, new Promise<'waiting'>((resolve) => setImmediate(resolve, 'waiting'))]);
}

describe('members in service', () => {
  it('wait until another one is back when no more may be out', async () => {
    const kept = keepInService([pool('web', ['a', 'b', 'c'], 2)]);
    expect(await kept.takeOut('a', never)).toBe(true);
    const second = kept.takeOut('b', never);
    expect(await stateOf(second)).toBe('waiting');
    kept.putBack('a', []);
    expect(await second).toBe(true);
  });

  it('are taken out no more once one that failed leaves no room', async () => {
    const kept = keepInService([pool('web', ['a', 'b', 'c'], 2)]);
    await kept.takeOut('a', never);
    const second = kept.takeOut('b', never);
    kept.putBack('a', 'all');
    expect(await second).toBe(false);
  });

  it('count in every pool that they serve', async () => {
    const kept = keepInService([pool('web', ['a', 'b', 'c', 'd'], 1), pool('mail', ['b', 'd'], 1)]);
    expect(await kept.takeOut('b', never)).toBe(true);
    expect(await stateOf(kept.takeOut('d', never))).toBe('waiting');
    expect(await kept.takeOut('a', never)).toBe(true);
  });

  it('that are out already take nothing more away', async () => {
    const kept = keepInService([pool('web', ['a', 'b', 'c'], 2, ['c'])]);
    expect(await kept.takeOut('c', never)).toBe(true);
    expect(await stateOf(kept.takeOut('a', never))).toBe('waiting');
    kept.putBack('c', []);
    expect(await kept.takeOut('a', never)).toBe(true);
  });

  it('stay out of the pool that they left, and of no other', async () => {
    const kept = keepInService([pool('web', ['a', 'b'], 1), pool('mail', ['a', 'c'], 1)]);
    await kept.takeOut('a', never);
    kept.putBack('a', ['web']);
    expect(await kept.takeOut('b', never)).toBe(false);
    expect(await kept.takeOut('c', never)).toBe(true);
  });

  it('stop waiting when the run is stopped', async () => {
    const stop = new AbortController();
    const kept = keepInService([pool('web', ['a', 'b'], 1)]);
    await kept.takeOut('a', never);
    const second = kept.takeOut('b', stop.signal);
    stop.abort();
    expect(await second).toBe(false);
  });
});
