import type { Vip } from '../core/address.ts';
import type { Claim, SegmentReport } from '../core/network.ts';
import type { Segment } from '../verification/network/segment.ts';
import type { Conditions } from './conditions.ts';

/** What a watch has seen so far of those who must not answer. */
export interface NetworkWatch {
  readonly claims: readonly Claim[];
  /** Ends it. All that the witnesses saw, the director's own claims too. */
  stop(): Promise<SegmentReport | undefined>;
}

/** Watches the VIPs while a batch is changed; each claim is told, and journalled, as it comes. */
export async function watchNetwork(
  segment: Segment | undefined,
  vips: readonly Vip[],
  onClaim: (claim: Claim) => void,
  { announce }: Conditions,
): Promise<NetworkWatch> {
  const claims: Claim[] = [];
  if (segment === undefined) return { claims, stop: () => Promise.resolve(undefined) };
  const watch = await segment.watch(
    vips,
    (claim) => {
      announce({ kind: 'claim-seen', claim });
      claims.push(claim);
      onClaim(claim);
    },
    // The watch outlives an interruption: hosts in hand are still being changed.
    new AbortController().signal,
  );
  return {
    claims,
    async stop() {
      const report = await watch.stop();
      announce({ kind: 'network-surveyed', moment: 'batch', report });
      return report;
    },
  };
}
