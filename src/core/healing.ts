import type { Claim, PoisonedNeighbour } from './network.ts';

/** What was found around the VIPs of a pool, and where from they can be announced. */
export interface Ailment {
  readonly pool: string;
  readonly vips: readonly string[];
  /** Entries of hosts that could be read: routers and clients have tables of their own, and cannot be. */
  readonly poisoned: readonly PoisonedNeighbour[];
  /** Hosts whose table was read. */
  readonly read: readonly string[];
  /** Who answers for the VIPs now and is not their director: it would poison again what is healed. */
  readonly wrongClaims: readonly Claim[];
  readonly announcer: Announcer;
}

/** able: the director's host answers for the VIPs with a MAC of this NIC. */
export type Announcer =
  | { readonly kind: 'able'; readonly host: string; readonly nic: string; readonly mac: string }
  | {
      readonly kind: 'unable';
      readonly reason: string;
      /** What to type on the director. */
      readonly commands: readonly string[];
    };
