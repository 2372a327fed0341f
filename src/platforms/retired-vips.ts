import { includesVip, type Vip } from '../core/address.ts';
import type { Check } from '../core/check.ts';
import type { Desired } from './platform.ts';

/** The part of a host's record that names its VIPs; every platform has its own record. */
type Recorded = { readonly vips: readonly Vip[] } | undefined;

type Pools = Pick<Desired, 'present' | 'absent' | 'others'>;

/**
 * VIPs that vipfarm put on a host and that no pool of this host has any more: somebody took them out of the inventory
 * without a removal. They stay, because a VIP that is missing in a file may be a slip, and the way out is a removal.
 */
export function noticeRetired({ present, absent, others }: Pools, record: Recorded): readonly string[] {
  const known = [...present, ...absent, ...others];
  const retired = (record?.vips ?? []).filter((vip) => !includesVip(known, vip));
  if (retired.length === 0) return [];
  const names = retired.map((vip) => vip.address).join(', ');
  return [
    `vipfarm put ${names} here, and no pool of this host has it now: give it a pool of its own with this host as member, and vipfarm remove that pool`,
  ];
}

export function checkRetired(pools: Pools, record: Recorded): readonly Check[] {
  return noticeRetired(pools, record).map((found) => ({
    id: retiredCheck,
    title: 'no VIP is here that left the inventory',
    expected: 'only VIPs of the pools of this host',
    found,
    verdict: 'wrong',
    evidence: ['record'],
  }));
}

/** The check's id: an apply does not fail by it. */
export const retiredCheck = 'retired-vips';
