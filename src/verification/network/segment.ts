import type { Vip } from '../../core/address.ts';
import type { Acceptance, Claim, SegmentReport } from '../../core/network.ts';
import type { Service } from '../../core/service.ts';
import type { Host } from '../../inventory/fleet.ts';

/** The network's side of a run: what witnesses on the layer-2 segment of the VIPs see. Nothing here changes a host. */
export interface Segment extends AsyncDisposable {
  /** Who answers for the VIPs now, and what the witnesses' neighbour tables hold. */
  survey(vips: readonly Vip[], signal: AbortSignal): Promise<SegmentReport>;
  /**
   * Looks without a gap until it is stopped. Resolves once every witness that can look is looking. Each claim of
   * somebody who is not the director is told at once; `stop` gives all of them.
   */
  watch(vips: readonly Vip[], onClaim: (claim: Claim) => void, signal: AbortSignal): Promise<SegmentWatch>;
  /** Does this server itself answer on the VIP? The balancer is not asked, and learns nothing of it. */
  accept(member: Host, vip: Vip, service: Service, signal: AbortSignal): Promise<Acceptance>;
}

export interface SegmentWatch {
  stop(): Promise<SegmentReport>;
}
