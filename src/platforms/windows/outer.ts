import { addressRange, type Family, isInSubnet, type Vip } from '../../core/address.ts';
import { isLoopback, nameOf } from './loopback.ts';
import type { AddressPlace, WindowsObserved } from './observed.ts';

/** An interface by which packets for VIPs of a family come in. */
export interface Outer {
  readonly index: number;
  readonly name: string;
  readonly guid: string;
  readonly family: Family;
}

/**
 * The interfaces that own an address of a VIP's network; where none does, those with the default route; else all that have
 * an address. A member of a team or a virtual switch has none: what owns it is the team's or the switch's own interface.
 */
export function outersOf(vips: readonly Vip[], host: WindowsObserved): readonly Outer[] {
  const found = new Map<string, Outer>();
  for (const vip of vips) {
    for (const index of indexesFor(vip, host)) {
      const guid = host.adapters.find((one) => one.index === index)?.guid ?? '';
      found.set(`${index} ${vip.family}`, { index, guid, family: vip.family, name: nameOf(index, host) });
    }
  }
  return [...found.values()];
}

function indexesFor(vip: Vip, host: WindowsObserved): readonly number[] {
  const own = host.places.filter((place) => place.family === vip.family && isOutside(place, host));
  const near = own.filter((place) => isInSubnet(vip.address, place.address, place.prefix));
  if (near.length > 0) return indexes(near);
  const gates = defaultGates(vip.family, host);
  const byGate = own.filter((place) => gates.includes(place.index));
  return indexes(byGate.length > 0 ? byGate : own);
}

/** An address of a real interface, set or got from somewhere; DHCPv6 gives one without a network, as a /128. */
function isOutside(place: AddressPlace, host: WindowsObserved): boolean {
  return !isLoopback(place.index, host) && !['loopback', 'linkLocal'].includes(addressRange(place.address));
}

function defaultGates(family: Family, host: WindowsObserved): readonly number[] {
  const start = family === 4 ? '0.0.0.0/0 ' : '::/0 ';
  return host.moment.routes
    .filter((route) => route.startsWith(start))
    .map((route) => Number(route.slice(route.lastIndexOf(' ') + 1)));
}

function indexes(places: readonly AddressPlace[]): readonly number[] {
  return [...new Set(places.map((place) => place.index))];
}
