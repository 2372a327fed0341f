import type { Vip } from '../core/address.ts';
import { type Claim, describeClaim, type SegmentReport } from '../core/network.ts';
import type { HostResult } from '../core/outcome.ts';
import { isWrongAnswer, joinClaims } from '../planning/rollout/weigh-claims.ts';
import type { Conditions } from './conditions.ts';
import type { Ledger } from './ledger.ts';
import type { RolloutMeans } from './rollout-means.ts';
import type { InService } from './serving-members.ts';
import { type MovedHost, takeBack } from './take-back.ts';
import { watchNetwork } from './watch-network.ts';

/** Milliseconds that a witness may take to tell what it saw. */
export const tellingTime = 3_000;

/** The network under watch while a batch is changed, and in the pause behind it. */
export interface NetworkGuard {
  /** Hosts whose own replies were seen are taken back, also those of this run that ended before. */
  answerClaims(): Promise<void>;
  /** Lets so many milliseconds pass; whoever answers meanwhile is taken back at once. */
  wait(milliseconds: number, signal: AbortSignal): Promise<void>;
  stop(): Promise<{ readonly claims: readonly Claim[]; readonly report: SegmentReport | undefined }>;
}

/** What is known of the hosts of a run so far. */
export interface KnownHosts {
  /** Hosts of the run that have what can be taken back, in the order in which they were changed. */
  readonly moved: Map<string, MovedHost>;
  /** When a host's turn was over: milliseconds since 1970. */
  readonly ended: Map<string, number>;
  readonly inService: InService;
  readonly ledger: Ledger;
}

export interface GuardOrders extends KnownHosts {
  readonly vips: readonly Vip[];
  settle(result: HostResult): void;
  /** A MAC that nobody knows has answered: no further host is begun. */
  stop(): void;
}

/** Watches the VIPs. A member that answers is taken back at once, somebody unknown stops the batch. */
export async function guardNetwork(
  { vips, moved, ended, inService, ledger, settle, stop }: GuardOrders,
  means: RolloutMeans,
  conditions: Conditions,
): Promise<NetworkGuard> {
  const { clock } = conditions;
  const accused = new Map<string, Claim>();
  const claims: Claim[] = [];
  let alarm = new AbortController();
  /** A witness tells of an answer within a second or two: what comes later was given after the change. */
  const isExcused = ({ claimant }: Claim): boolean => {
    if (claimant.kind !== 'member' || !means.excused.has(claimant.host)) return false;
    const end = ended.get(claimant.host);
    return end === undefined || clock.now() < end + tellingTime;
  };
  const watch = await watchNetwork(
    means.segment,
    vips,
    (claim) => {
      if (!isWrongAnswer(claim, means.fleet) || isExcused(claim)) return;
      claims.push(claim);
      if (claim.claimant.kind === 'unknown') stop();
      if (claim.claimant.kind === 'member') accused.set(claim.claimant.host, claim);
      alarm.abort();
    },
    conditions,
  );
  async function answerClaims(): Promise<void> {
    for (const [host, claim] of accused) {
      const guilty = moved.get(host);
      if (guilty === undefined) continue;
      accused.delete(host);
      moved.delete(host);
      settle(await takeBack(guilty, describeClaim(claim), means, conditions));
      const isBack = ledger.of([host]).some(({ outcome }) => outcome === 'rolled-back');
      inService.putBack(host, isBack ? [] : 'all');
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
