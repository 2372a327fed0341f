import type { Vip } from '../core/address.ts';
import type { Claim, SegmentReport } from '../core/network.ts';
import type { HostResult } from '../core/outcome.ts';
import { joinClaims } from '../planning/rollout/weigh-claims.ts';
import { answerClaim, isGuilty, isTakenBack, type KnownHosts } from './answer-claim.ts';
import type { Conditions } from './conditions.ts';
import type { RolloutMeans } from './rollout-means.ts';
import { watchNetwork } from './watch-network.ts';

/** The network under watch while a batch is changed, and in the pause behind it. */
export interface NetworkGuard {
  /** Resolves when all are taken back whose replies were heard so far, but for those whose turn is not over. */
  answerClaims(): Promise<void>;
  /** Aborted when this host is heard answering. */
  accusationOf(host: string): AbortSignal;
  /** Lets so many milliseconds pass; whoever answers meanwhile is taken back at once. */
  wait(milliseconds: number, signal: AbortSignal): Promise<void>;
  stop(): Promise<{ readonly claims: readonly Claim[]; readonly report: SegmentReport | undefined }>;
}

export interface GuardOrders extends KnownHosts {
  readonly vips: readonly Vip[];
  settle(result: HostResult): void;
  /** A MAC that nobody knows has answered: no further host is begun. */
  stop(): void;
}

/**
 * Watches the VIPs. A member that answers is taken back at once, one after the other, also one of this run that ended before;
 * somebody unknown stops the batch.
 */
export async function guardNetwork(
  { vips, settle, stop, ...known }: GuardOrders,
  means: RolloutMeans,
  conditions: Conditions,
): Promise<NetworkGuard> {
  const { clock } = conditions;
  const accused = new Map<string, Claim>();
  const accusations = new Map<string, AbortController>();
  const claims: Claim[] = [];
  let alarm = new AbortController();
  let answering: Promise<void> = Promise.resolve();
  const watch = await watchNetwork(
    means.segment,
    vips,
    (claim) => {
      if (!isGuilty(claim, known, means, clock.now())) return;
      claims.push(claim);
      if (claim.claimant.kind === 'unknown') stop();
      if (claim.claimant.kind === 'member') accuse(claim.claimant.host, claim);
      alarm.abort();
    },
    conditions,
  );
  /** A witness goes on telling for a while of one that has just been taken back. */
  function accuse(host: string, claim: Claim): void {
    if (isTakenBack(host, known.ledger)) return;
    accused.set(host, claim);
    accusationOf(host).abort();
    void answerClaims();
  }
  function accusationOf(host: string): AbortController {
    const accusation = accusations.get(host) ?? new AbortController();
    accusations.set(host, accusation);
    return accusation;
  }
  function answerClaims(): Promise<void> {
    answering = answering.then(answerAll);
    return answering;
  }
  async function answerAll(): Promise<void> {
    for (const [host, claim] of accused) {
      if (await answerClaim(claim, known, settle, means, conditions)) accused.delete(host);
    }
  }
  return {
    answerClaims,
    accusationOf: (host) => accusationOf(host).signal,
    async wait(milliseconds, signal) {
      const end = clock.now() + milliseconds;
      while (!signal.aborted && clock.now() < end) {
        alarm = new AbortController();
        await clock.sleep(end - clock.now(), AbortSignal.any([signal, alarm.signal]));
        await answerClaims();
        // Whom this run has not changed it cannot take back: the gate stays shut, so there is nothing to wait for.
        if (accused.size > 0) return;
      }
    },
    async stop() {
      const report = await watch.stop();
      await answerClaims();
      return { claims: joinClaims(claims), report };
    },
  };
}
