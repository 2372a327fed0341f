import type { Clock } from '../core/clock.ts';
import type { Listener } from '../core/event.ts';
import type { Holder, Lease } from '../core/lease.ts';
import { Problem } from '../core/problem.ts';
import type { LeaseAnswer, Leases } from '../store/store.ts';

/** Where the right to change a pool is kept, and who is told of it. */
export interface HoldMeans {
  readonly leases: Pick<Leases, 'take' | 'renew' | 'release'>;
  readonly clock: Clock;
  readonly announce: Listener;
  /** Whether the process of a holder is seen to be gone: then nobody waits until its lease expires. */
  readonly isGone?: (holder: Holder) => boolean;
}

/** The pools of a run, held until it ends. */
export interface Hold extends AsyncDisposable {
  /** The highest fencing number of them. */
  readonly fence: number;
  /** Aborted when a lease was lost: no host may be begun any more. */
  readonly lost: AbortSignal;
}

/** Long enough to survive a slow disk, short enough that a dead operator does not block the night. */
export const leaseTime = 60_000;

/**
 * Takes the lease of every pool, always in the same order, and keeps them alive.
 * @throws Problem lock-held with who holds it; then none is held
 */
export async function holdPools(pools: readonly string[], holder: Holder, means: HoldMeans): Promise<Hold> {
  const { leases: book, clock, announce } = means;
  const leases: Lease[] = [];
  for (const pool of pools.toSorted()) {
    const answer = await take(pool, holder, means);
    if (!answer.granted) {
      await releaseAll(book, leases);
      throw lockHeld(answer.lease, clock.now());
    }
    leases.push(answer.lease);
    announce({ kind: 'lease-taken', pool, fence: answer.lease.fence });
  }
  const lost = new AbortController();
  const ended = new AbortController();
  const keeping = leases.map((lease) => keepAlive(lease, means, lost, ended.signal));
  return {
    fence: Math.max(0, ...leases.map(({ fence }) => fence)),
    lost: lost.signal,
    async [Symbol.asyncDispose]() {
      ended.abort();
      await Promise.all(keeping);
      await releaseAll(book, leases);
    },
  };
}

/** A lease of a dead process is ended by its number, so nobody else's can be. */
async function take(
  pool: string,
  holder: Holder,
  { leases: book, clock, isGone }: HoldMeans,
): Promise<LeaseAnswer> {
  const answer = await book.take(pool, holder, clock.now(), leaseTime);
  if (answer.granted || isGone?.(answer.lease.holder) !== true) return answer;
  await book.release(answer.lease);
  return await book.take(pool, holder, clock.now(), leaseTime);
}

/** A lease that cannot be renewed before it expires is lost, whoever is to blame; a store that hangs as well. */
async function keepAlive(
  lease: Lease,
  { leases: book, clock, announce }: HoldMeans,
  lost: AbortController,
  ended: AbortSignal,
): Promise<void> {
  let expires = lease.expires;
  while (!ended.aborted && !lost.signal.aborted) {
    // A lease that was long in coming may be over before the first quarter is.
    await clock.sleep(Math.min(leaseTime / 4, Math.max(0, expires - clock.now())), ended);
    if (ended.aborted || lost.signal.aborted) return;
    const asked = clock.now();
    const answer = await inTime(book.renew(lease, asked), expires - asked, clock, ended);
    if (answer === true) expires = asked + leaseTime;
    if (ended.aborted || (answer !== false && clock.now() < expires)) continue;
    announce({ kind: 'lease-lost', pool: lease.pool });
    const why = `the lease of pool ${lease.pool} was lost: somebody else may change its hosts now`;
    lost.abort(new Problem('lock-held', why, { wayOut: 'vipfarm locks list' }));
  }
}

/** The answer, if it comes in so many milliseconds and before the end. */
async function inTime<T>(
  answer: Promise<T>,
  milliseconds: number,
  clock: Clock,
  ended: AbortSignal,
): Promise<T | undefined> {
  const answered = new AbortController();
  const patience = clock.sleep(milliseconds, AbortSignal.any([ended, answered.signal]));
  try {
    return await Promise.race([answer.catch(() => undefined), patience.then(() => undefined)]);
  } finally {
    answered.abort();
  }
}

async function releaseAll(book: HoldMeans['leases'], leases: readonly Lease[]): Promise<void> {
  for (const lease of leases) await book.release(lease).catch(() => undefined);
}

/** Who holds a pool, since when, and what to do about it. */
export function lockHeld({ pool, holder, since, heartbeat, fence }: Lease, now: number): Problem {
  const begun = `${new Date(since).toISOString().slice(0, 19)}Z`;
  const ago = Math.max(0, Math.round((now - heartbeat) / 1000));
  return new Problem(
    'lock-held',
    `pool ${pool} is held by ${holder.owner} since ${begun}: ${holder.command}, run ${holder.run}, process ${holder.process}; heard of ${ago} s ago, number ${fence}`,
    {
      wayOut: `wait for it; or, when that process is surely gone, vipfarm locks break ${pool} --why TEXT`,
    },
  );
}
