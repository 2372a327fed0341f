import type { Capacity } from '../core/rollout.ts';

/** Keeps enough members of every pool in service while hosts are changed. */
export interface InService {
  /** Waits until the host may be taken out of all its pools. False when it never may, or the run was stopped. */
  takeOut(host: string, signal: AbortSignal): Promise<boolean>;
  /** The host is in hand no more; it serves its pools again, but for these. */
  putBack(host: string, outOf: 'all' | readonly string[]): void;
}

interface Waiting {
  readonly host: string;
  readonly decide: (may: boolean) => void;
}

export function keepInService(capacities: readonly Capacity[]): InService {
  const pools = capacities.map(({ pool, members, keep, out }) => ({
    pool,
    members: new Set(members),
    mayBeOut: members.length - keep,
    out: new Set(out),
    inHand: new Set<string>(),
  }));
  let waiting: Waiting[] = [];

  const poolsOf = (host: string) => pools.filter(({ members }) => members.has(host));
  /** A host that is out already takes nothing more away. */
  const isFull = (host: string) =>
    poolsOf(host).filter(({ out, inHand, mayBeOut }) => {
      const gone = new Set([...out, ...inHand]);
      return !gone.has(host) && gone.size >= mayBeOut;
    });

  function admit(host: string): boolean | undefined {
    const full = isFull(host);
    if (full.length > 0) return full.some(({ inHand }) => inHand.size === 0) ? false : undefined;
    for (const { inHand } of poolsOf(host)) inHand.add(host);
    return true;
  }

  function askAgain(): void {
    waiting = waiting.filter(({ host, decide }) => {
      const answer = admit(host);
      if (answer !== undefined) decide(answer);
      return answer === undefined;
    });
  }

  return {
    takeOut(host, signal) {
      if (signal.aborted) return Promise.resolve(false);
      const answer = admit(host);
      if (answer !== undefined) return Promise.resolve(answer);
      return new Promise((resolve) => {
        const giveUp = (): void => {
          waiting = waiting.filter((one) => one !== mine);
          resolve(false);
        };
        const mine: Waiting = {
          host,
          decide(may) {
            signal.removeEventListener('abort', giveUp);
            resolve(may);
          },
        };
        waiting.push(mine);
        signal.addEventListener('abort', giveUp, { once: true });
      });
    },
    putBack(host, outOf) {
      for (const { pool, inHand, out } of poolsOf(host)) {
        inHand.delete(host);
        if (outOf === 'all' || outOf.includes(pool)) out.add(host);
        else out.delete(host);
      }
      askAgain();
    },
  };
}
