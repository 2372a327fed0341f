import type { Claim, SegmentReport } from '../../core/network.ts';
import type { Plan } from '../../core/plan.ts';

/**
 * Members that answered for a VIP before the run began, and that the run is there to change: until that is done, their
 * answers say nothing against it.
 */
export function excusedMembers(before: SegmentReport | undefined, plan: Plan): ReadonlySet<string> {
  const toChange = new Set(plan.hosts.flatMap((one) => (one.kind === 'change' ? one.host : [])));
  const claimants = (before?.claims ?? []).flatMap(({ claimant }) =>
    claimant.kind === 'member' ? claimant.host : [],
  );
  return new Set(claimants.filter((host) => toChange.has(host)));
}

/** Claims of one MAC for one VIP, seen by one witness, told as one. */
export function joinClaims(claims: readonly Claim[]): readonly Claim[] {
  const joined = new Map<string, Claim>();
  for (const claim of claims) {
    const key = `${claim.vip} ${claim.mac} ${claim.witness}`;
    joined.set(key, { ...claim, count: claim.count + (joined.get(key)?.count ?? 0) });
  }
  return [...joined.values()];
}
