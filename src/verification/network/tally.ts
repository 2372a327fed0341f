import type { Claim, Claimant } from '../../core/network.ts';
import type { Hear } from './look.ts';

/** Counts the claims of a survey or a watch. */
export interface Tally {
  /** What hears for this witness. */
  hearFor(witness: string): Hear;
  /** One for each witness, VIP and MAC. */
  claims(): readonly Claim[];
}

/** `onClaim` is told each claim at once, with the number of claims that came since it was told last. */
export function countClaims(
  judge: (vip: string, mac: string) => Claimant,
  onClaim: (claim: Claim) => void,
): Tally {
  const counted = new Map<string, Claim>();
  return {
    hearFor:
      (witness) =>
      ({ vip, mac, count }) => {
        const key = `${witness} ${vip} ${mac}`;
        const before = counted.get(key);
        const claim = { vip, mac, claimant: before?.claimant ?? judge(vip, mac), witness, count };
        counted.set(key, { ...claim, count: count + (before?.count ?? 0) });
        onClaim(claim);
      },
    claims: () => [...counted.values()],
  };
}
