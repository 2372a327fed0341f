import type { Vip } from '../core/address.ts';
import type { Claim, SegmentReport } from '../core/network.ts';
import type { Segment } from '../verification/network/segment.ts';
import type { Conditions } from './conditions.ts';

/** A watch over the VIPs while hosts are changed. */
export interface NetworkWatch {
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
  if (segment === undefined) return { stop: () => Promise.resolve(undefined) };
  const watch = await segment.watch(
    vips,
    (claim) => {
      announce({ kind: 'claim-seen', claim });
      onClaim(claim);
    },
    // The watch outlives an interruption: hosts in hand are still being changed.
    new AbortController().signal,
  );
  return {
    async stop() {
      const report = await watch.stop();
      announce({ kind: 'network-surveyed', moment: 'batch', report });
      return report;
    },
  };
}
