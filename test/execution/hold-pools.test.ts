import { describe, expect, it } from 'vitest';
import type { Clock } from '../../src/core/clock.ts';
import type { RunEvent } from '../../src/core/event.ts';
import type { Holder, Lease } from '../../src/core/lease.ts';
import { type HoldMeans, holdPools, leaseTime } from '../../src/execution/hold-pools.ts';

const me: Holder = { run: 'run-1', owner: 'ops@admin1', command: 'vipfarm apply web', process: 4711 };
const other: Holder = { run: 'run-0', owner: 'eve@admin2', command: 'vipfarm remove web', process: 12 };

/** A book in memory, and a clock on which each wait waits for the test to go on. */
function aBook() {
  const held = new Map<string, Lease>();
  let now = Date.UTC(2026, 10, 22, 23, 0);
  let fence = 100;
  let wake: () => void = () => undefined;
  const events: RunEvent[] = [];
  let fails = false;
  const clock: Clock = {
    now: () => now,
    sleep: (_milliseconds, signal) =>
      new Promise((resolve) => {
        wake = resolve;
        signal.addEventListener('abort', () => resolve(), { once: true });
      }),
  };
  const leases: HoldMeans['leases'] = {
    take(pool, holder, at, ttl) {
      const there = held.get(pool);
      if (there !== undefined) return Promise.resolve({ granted: false, lease: there });
      fence += 1;
      const lease = { pool, fence, holder, since: at, heartbeat: at, expires: at + ttl };
      held.set(pool, lease);
      return Promise.resolve({ granted: true, lease });
    },
    renew: (lease) =>
      fails
        ? Promise.reject(new Error('disk'))
        : Promise.resolve(held.get(lease.pool)?.fence === lease.fence),
    release: (lease) =>
      Promise.resolve(held.get(lease.pool)?.fence === lease.fence && held.delete(lease.pool)),
  };
  return {
    held,
    events,
    means: { leases, clock, announce: (event: RunEvent) => events.push(event) } satisfies HoldMeans,
    failFromNowOn: () => {
      fails = true;
    },
    async pass(milliseconds: number) {
      now += milliseconds;
      wake();
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

describe('the leases of a run', () => {
  it('are taken in one order, and given back at the end', async () => {
    const book = aBook();
    const hold = await holdPools(['web', 'mail'], me, book.means);
    expect(book.events).toEqual([
      { kind: 'lease-taken', pool: 'mail', fence: 101 },
      { kind: 'lease-taken', pool: 'web', fence: 102 },
    ]);
    expect(hold.fence).toBe(102);
    await hold[Symbol.asyncDispose]();
    expect(book.held.size).toBe(0);
  });

  it('are all given back when one of them is held by somebody else, who is named', async () => {
    const book = aBook();
    await book.means.leases.take('web', other, book.means.clock.now(), leaseTime);
    await expect(holdPools(['web', 'mail'], me, book.means)).rejects.toMatchObject({
      code: 'lock-held',
      message: expect.stringMatching(/eve@admin2.*vipfarm remove web.*run run-0.*process 12.*number 101/),
      wayOut: expect.stringContaining('vipfarm locks break web --why'),
    });
    expect([...book.held.keys()]).toEqual(['web']);
  });

  it('are taken at once from a run whose process is gone', async () => {
    const book = aBook();
    await book.means.leases.take('web', other, book.means.clock.now(), leaseTime);
    const isGone = ({ run }: Holder) => run === other.run;
    const hold = await holdPools(['web'], me, { ...book.means, isGone });
    expect(hold.fence).toBe(102);
    await hold[Symbol.asyncDispose]();
  });

  it('are kept alive as long as the run lasts', async () => {
    const book = aBook();
    const hold = await holdPools(['web'], me, book.means);
    for (let quarter = 0; quarter < 20; quarter += 1) await book.pass(leaseTime / 4);
    expect(hold.lost.aborted).toBe(false);
    await hold[Symbol.asyncDispose]();
  });

  it('stop the run when somebody has broken one', async () => {
    const book = aBook();
    const hold = await holdPools(['web'], me, book.means);
    book.held.delete('web');
    await book.pass(leaseTime / 4);
    expect(hold.lost.aborted).toBe(true);
    expect(book.events.at(-1)).toEqual({ kind: 'lease-lost', pool: 'web' });
    await hold[Symbol.asyncDispose]();
  });

  it('survive a book that cannot be written for a while, but not beyond their time', async () => {
    const book = aBook();
    const hold = await holdPools(['web'], me, book.means);
    book.failFromNowOn();
    for (let quarter = 0; quarter < 3; quarter += 1) await book.pass(leaseTime / 4);
    expect(hold.lost.aborted).toBe(false);
    await book.pass(leaseTime / 4);
    expect(hold.lost.aborted).toBe(true);
    await hold[Symbol.asyncDispose]();
  });
});
