import type { Claim, SegmentReport } from '../../core/network.ts';
import type { Plan } from '../../core/plan.ts';
import type { Fleet } from '../../inventory/fleet.ts';

/**
 * Whether an answer for a VIP is a wrong one. A member's always is; a MAC that nobody knows may be the director's own where
 * the inventory names none.
 */
export function isWrongAnswer({ vip, claimant }: Claim, fleet: Fleet): boolean {
  if (claimant.kind !== 'unknown') return claimant.kind === 'member';
  return [...fleet.pools.values()].some(
    ({ vips, director }) => director !== undefined && vips.some(({ address }) => address === vip),
  );
}

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
