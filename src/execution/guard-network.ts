import type { Vip } from '../core/address.ts';
import type { Claim, SegmentReport } from '../core/network.ts';
import type { HostResult } from '../core/outcome.ts';
import { joinClaims } from '../planning/rollout/weigh-claims.ts';
import { answerClaim, isGuilty, type KnownHosts } from './answer-claim.ts';
import type { Conditions } from './conditions.ts';
import type { RolloutMeans } from './rollout-means.ts';
import { watchNetwork } from './watch-network.ts';

/** The network under watch while a batch is changed, and in the pause behind it. */
export interface NetworkGuard {
  /** Hosts whose own replies were seen are taken back, also those of this run that ended before. */
  answerClaims(): Promise<void>;
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

/** Watches the VIPs. A member that answers is taken back at once, somebody unknown stops the batch. */
export async function guardNetwork(
  { vips, settle, stop, ...known }: GuardOrders,
  means: RolloutMeans,
  conditions: Conditions,
): Promise<NetworkGuard> {
  const { clock } = conditions;
  const accused = new Map<string, Claim>();
  const claims: Claim[] = [];
  let alarm = new AbortController();
  const watch = await watchNetwork(
    means.segment,
    vips,
    (claim) => {
      if (!isGuilty(claim, known, means, clock.now())) return;
      claims.push(claim);
      if (claim.claimant.kind === 'unknown') stop();
      if (claim.claimant.kind === 'member') accused.set(claim.claimant.host, claim);
      alarm.abort();
    },
    conditions,
  );
  async function answerClaims(): Promise<void> {
    for (const [host, claim] of accused) {
      if (await answerClaim(claim, known, settle, means, conditions)) accused.delete(host);
    }
  }
  return {
    answerClaims,
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
