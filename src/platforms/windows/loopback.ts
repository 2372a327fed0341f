import { hostPrefix, includesVip, type Vip } from '../../core/address.ts';
import type { Command } from '../../core/quoting.ts';
import type { Desired } from '../platform.ts';
import { loopbackHardware } from './observe.ts';
import type { Adapter, AddressPlace, WindowsObserved } from './observed.ts';

/** What the adapter that vipfarm makes is called. It is known by its device instance; the name is for people. */
export const ownName = 'vipfarm';

/** The index that Windows gives to its built-in loopback on every host. */
const builtInLoopback = 1;

/** The adapter that bears the VIPs, or will. */
export interface Bearer {
  /** Undefined: it has to be made. */
  readonly adapter: Adapter | undefined;
  /** Made by vipfarm, and gone with the last VIP. */
  readonly ours: boolean;
  readonly where: Where;
  /** Its name in the end. */
  readonly name: string;
}

/** How a command names an interface: a parameter and its value. */
export type Where = readonly [parameter: '-InterfaceAlias' | '-InterfaceIndex', value: string];

/** Our own adapter, else the one that was taken over, else with `adopt` one that is present, else one to be made. */
export function bearerOf(desired: Pick<Desired, 'adopt' | 'present'>, host: WindowsObserved): Bearer {
  const own = ownAdapter(host);
  if (own !== undefined) {
    return { adapter: own, ours: true, where: ['-InterfaceAlias', ownName], name: ownName };
  }
  const others = loopbackAdapters(host).filter(isPresent);
  const taken = others.find((one) => one.guid === host.record?.adopted);
  const bearing = others.find((one) =>
    desired.present.some((vip) => placesOf(vip, host).some((place) => place.index === one.index)),
  );
  const adapter = taken ?? (desired.adopt ? (bearing ?? others[0]) : undefined);
  if (adapter === undefined) {
    return { adapter: undefined, ours: true, where: ['-InterfaceAlias', ownName], name: ownName };
  }
  return { adapter, ours: false, where: whereIs(adapter), name: adapter.name };
}

/** The adapter that vipfarm made, by its device instance. */
export function ownAdapter(host: WindowsObserved): Adapter | undefined {
  const device = host.ownDevice?.toUpperCase();
  return loopbackAdapters(host).find((one) => one.device === device);
}

/** Addresses that somebody else put on our own adapter: they would go with it. Those that Windows gives itself do not count. */
export function strangersOnOwn(host: WindowsObserved): readonly AddressPlace[] {
  const own = ownAdapter(host);
  return host.places.filter(
    (place) =>
      place.index === own?.index &&
      !includesVip(host.record?.vips ?? [], place) &&
      !/^(fe80:|169\.254\.)/.test(place.address),
  );
}

/** KM-TEST loopback adapters, whoever made them. */
export function loopbackAdapters(host: WindowsObserved): readonly Adapter[] {
  return host.adapters.filter((one) => one.hardware === loopbackHardware);
}

/** False for what Windows remembers of a device that has gone: nothing can be set on it. */
export function isPresent({ status }: Adapter): boolean {
  return status !== 'Not Present';
}

export function isLoopback(index: number, host: WindowsObserved): boolean {
  return index === builtInLoopback || loopbackAdapters(host).some((one) => one.index === index);
}

/** True where cmdlets are missing, so that netsh has to do what it can. */
export function isBare(host: WindowsObserved): boolean {
  return host.missingCmdlets.length > 0;
}

export function isBuiltIn(index: number): boolean {
  return index === builtInLoopback;
}

export function placesOf(vip: Pick<Vip, 'address'>, host: WindowsObserved): readonly AddressPlace[] {
  return host.places.filter((place) => place.address === vip.address);
}

/** Where a VIP stands as it has to: alone, whole, on a loopback. */
export function goodPlace(vip: Vip, host: WindowsObserved): AddressPlace | undefined {
  return placesOf(vip, host).find((place) => isGood(place, host));
}

/** Where it stands in another form: vipfarm made none of that, and takes none of it away. */
export function strayPlaces(vip: Vip, host: WindowsObserved): readonly AddressPlace[] {
  return placesOf(vip, host).filter((place) => !isGood(place, host));
}

function isGood({ index, prefix, family }: AddressPlace, host: WindowsObserved): boolean {
  return isLoopback(index, host) && prefix === hostPrefix(family);
}

/** `192.0.2.100/24 on Ethernet`; empty where there is none. */
export function describePlaces(places: readonly AddressPlace[], host: WindowsObserved): string {
  return places
    .map(({ address, prefix, index }) => `${address}/${prefix} on ${nameOf(index, host)}`)
    .join(', ');
}

export function nameOf(index: number, host: WindowsObserved): string {
  return (
    host.adapters.find((one) => one.index === index)?.name ??
    host.interfaces.find((one) => one.index === index)?.alias ??
    `interface ${index}`
  );
}

/**
 * By its name, because an index may change with a boot, after which a host may still undo a change. A name that a cmdlet
 * would take for a pattern, or netsh for an index, is not used.
 */
export function whereIs(adapter: Pick<Adapter, 'index' | 'name'>): Where {
  return hasPlainName(adapter)
    ? ['-InterfaceAlias', adapter.name]
    : ['-InterfaceIndex', String(adapter.index)];
}

export function hasPlainName({ name }: Pick<Adapter, 'name'>): boolean {
  return name !== '' && !/[*?[\]`"]/.test(name) && !/^\d+$/.test(name);
}

export function showCommand(name: string, where: Where, ...rest: readonly string[]): Command {
  return [name, ...where, ...rest];
}
