import type { SegmentReport } from '../core/network.ts';
import type { Plan } from '../core/plan.ts';
import type { Segment } from '../verification/network/segment.ts';
import type { Conditions } from './conditions.ts';

/** Asks the witnesses who answers for the VIPs of a plan; undefined when the plan changes nothing, so that nothing is asked. */
export async function lookAround(
  moment: 'before' | 'after',
  plan: Plan,
  segment: Segment,
  { announce, signal }: Conditions,
): Promise<SegmentReport | undefined> {
  if (!plan.hosts.some((host) => host.kind === 'change')) return undefined;
  const vips = new Map(plan.pools.flatMap((pool) => pool.vips.map((vip) => [vip.address, vip])));
  const report = await segment.survey([...vips.values()], signal);
  announce({ kind: 'network-surveyed', moment, report });
  return report;
}
