import type { Lease } from '../../../src/core/lease.ts';
import { Problem } from '../../../src/core/problem.ts';
import type { LeaseAnswer, Leases } from '../../../src/store/store.ts';
import type { Surroundings } from '../farm/host.ts';
import { type Controller, comeTo } from './controller.ts';

/** The leases of one store: what src/store/sql/leases.ts does, without its database. */
export interface LeaseBook {
  readonly rows: Map<string, Row>;
  /** Until when each lease was granted at the last: what its holder can know. */
  readonly granted: Map<string, number>;
}

interface Row {
  readonly lease: Lease;
  readonly isHeld: boolean;
}

export function openLeaseBook(): LeaseBook {
  return { rows: new Map(), granted: new Map() };
}

/** The lease of a pool that is held and has not expired. */
export function holderOf({ rows }: LeaseBook, pool: string, now: number): Lease | undefined {
  const row = rows.get(pool);
  return row?.isHeld === true && row.lease.expires > now ? row.lease : undefined;
}

export function breakLease({ rows }: LeaseBook, pool: string): void {
  const row = rows.get(pool);
  if (row !== undefined) rows.set(pool, { ...row, isHeld: false });
}

export function leasesFor(
  controller: Controller,
  book: LeaseBook,
  { time, random, trouble }: Surroundings,
): Pick<Leases, 'take' | 'renew' | 'release'> {
  /** The store does it a moment later, and its answer comes a moment after that, if ever. */
  function ask<T>(deed: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      if (!controller.isAlive) return;
      const fails = trouble.happens('storeFails');
      const hangs = trouble.happens('storeHangs');
      time.after(random.between(1, 20), () => {
        const answer = fails ? undefined : deed();
        const delay = hangs ? random.between(20_000, 200_000) : 1;
        comeTo(controller, delay, time, () => {
          if (answer === undefined) reject(new Problem('store-unusable', 'the store does not answer'));
          else resolve(answer);
        });
      });
    });
  }
  const own = ({ pool, fence }: Lease): Row | undefined => {
    const row = book.rows.get(pool);
    return row?.isHeld === true && row.lease.fence === fence ? row : undefined;
  };
  return {
    take: (pool, holder, now, ttl) =>
      ask((): LeaseAnswer => {
        const row = book.rows.get(pool);
        if (row?.isHeld === true && row.lease.expires > now) return { granted: false, lease: row.lease };
        const fence = Math.max(now, (row?.lease.fence ?? 0) + 1);
        const lease = { pool, fence, holder, since: now, heartbeat: now, expires: now + ttl };
        book.rows.set(pool, { lease, isHeld: true });
        book.granted.set(`${pool} ${fence}`, lease.expires);
        return { granted: true, lease };
      }),
    renew: (lease, now) =>
      ask(() => {
        const row = own(lease);
        if (row === undefined) return false;
        const renewed = { ...row.lease, heartbeat: now, expires: now + (lease.expires - lease.heartbeat) };
        book.rows.set(lease.pool, { lease: renewed, isHeld: true });
        book.granted.set(`${lease.pool} ${lease.fence}`, renewed.expires);
        return true;
      }),
    release: (lease) =>
      ask(() => {
        const row = own(lease);
        if (row !== undefined) book.rows.set(lease.pool, { ...row, isHeld: false });
        return row !== undefined;
      }),
  };
}
