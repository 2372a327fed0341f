import { isInSubnet, type Vip } from '../../core/address.ts';
import type { Introduction, WitnessNic } from '../../platforms/witness.ts';

/** What tells the segment of a pool from the others that a host may be on. */
export interface SegmentSigns {
  readonly vips: readonly Vip[];
  /** Own addresses of members, as far as the inventory has them as addresses. */
  readonly addresses: readonly string[];
  readonly macs: ReadonlyMap<string, string>;
}

/**
 * The NIC that is on the segment: its subnet holds a VIP; else its subnet holds a member; else a member is among the
 * neighbours it has learned. Undefined when the host is not on the segment, as far as can be told.
 */
export function findNic({ nics, neighbours }: Introduction, signs: SegmentSigns): WitnessNic | undefined {
  const learned = neighbours.find(({ mac }) => signs.macs.has(mac));
  return (
    nics.find((nic) => signs.vips.some(({ address }) => isInSubnetOf(nic, address))) ??
    nics.find((nic) => signs.addresses.some((address) => isInSubnetOf(nic, address))) ??
    nics.find(({ name }) => name === learned?.nic)
  );
}

/** Whether this NIC reaches the address without a router. */
export function isInSubnetOf({ addresses }: WitnessNic, address: string): boolean {
  return addresses.some(
    (own) => own.prefix < (own.family === 4 ? 32 : 128) && isInSubnet(address, own.address, own.prefix),
  );
}
