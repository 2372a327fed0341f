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

/** Answers for a VIP that were heard before the run began, and that say nothing against it. */
export interface Excuses {
  /** Members that the run is there to change, until that is done. */
  readonly members: ReadonlySet<string>;
  /** `VIP MAC` of everybody else who answered before a removal: it cannot make them answer, and need not silence them. */
  readonly bystanders: ReadonlySet<string>;
}

export function excusesFor(before: SegmentReport | undefined, plan: Plan): Excuses {
  const toChange = new Set(plan.hosts.flatMap((one) => (one.kind === 'change' ? one.host : [])));
  const members = new Set<string>();
  const bystanders = new Set<string>();
  for (const { claimant, vip, mac } of before?.claims ?? []) {
    if (claimant.kind === 'member' && toChange.has(claimant.host)) members.add(claimant.host);
    else if (plan.verb === 'remove') bystanders.add(`${vip} ${mac}`);
  }
  return { members, bystanders };
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
