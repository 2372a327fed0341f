import { describeLosses, type SegmentReport } from '../../core/network.ts';

/**
 * Why a look at the network proves too little: VIPs that somebody looked at before the run began, and nobody any more. A run
 * that began without witnesses goes on without them.
 */
export function lostSight(
  before: SegmentReport | undefined,
  report: SegmentReport | undefined,
): readonly string[] {
  const hadSight = new Set(before?.vips.map(({ address }) => address));
  for (const address of before?.unwatched ?? []) hadSight.delete(address);
  const lost = (report?.unwatched ?? []).filter((address) => hadSight.has(address));
  if (report === undefined || lost.length === 0) return [];
  const losses = describeLosses([report]);
  const reasons = losses.length === 0 ? '' : ` (${losses.join('; ')})`;
  return [
    `nobody looks at the network for ${lost.join(', ')} any more${reasons}; name another witness (witnesses: [HOST]), or resume without one: then nothing is proven from the network`,
  ];
}
