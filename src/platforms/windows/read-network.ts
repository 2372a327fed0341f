import { type Family, parseAddress } from '../../core/address.ts';
import type { InterfaceAddress, ProbeOutput } from '../platform.ts';
import type { Adapter, AddressPlace, AddressState, InterfaceSettings, IpInterface } from './observed.ts';
import { numberIn, type Row, readRows, textIn, truthIn } from './read-rows.ts';

export function readAdapters(output: ProbeOutput): readonly Adapter[] {
  return (readRows(output, 'adapters') ?? []).map((row) => ({
    index: numberIn(row, 'index'),
    name: textIn(row, 'name'),
    guid: textIn(row, 'guid').toLowerCase(),
    hardware: textIn(row, 'hardware').toLowerCase(),
    device: textIn(row, 'device').toUpperCase(),
    mac: textIn(row, 'mac').toLowerCase().replaceAll('-', ':') || undefined,
    status: textIn(row, 'status'),
  }));
}

export function readIpInterfaces(output: ProbeOutput): readonly IpInterface[] {
  const atBoot = readRows(output, 'interfaces-at-boot') ?? [];
  return (readRows(output, 'interfaces') ?? []).flatMap((row) => {
    const family = familyIn(row);
    if (family === undefined) return [];
    const index = numberIn(row, 'index');
    const later = atBoot.find((one) => numberIn(one, 'index') === index && familyIn(one) === family);
    return [
      {
        index,
        family,
        alias: textIn(row, 'alias'),
        now: readSettings(row),
        atBoot: later === undefined ? undefined : readSettings(later),
      },
    ];
  });
}

/** The addresses of both stores, each once. */
export function readAddressPlaces(output: ProbeOutput): readonly AddressPlace[] {
  const places = new Map<string, AddressPlace>();
  for (const [section, store] of [
    ['addresses', 'now'],
    ['addresses-at-boot', 'atBoot'],
  ] as const) {
    for (const row of readRows(output, section) ?? []) {
      const place = readPlace(row);
      if (place === undefined) continue;
      const key = `${place.index} ${place.address}/${place.prefix}`;
      const known = places.get(key) ?? { ...place, now: undefined, atBoot: undefined };
      places.set(key, { ...known, [store]: readState(row) });
    }
  }
  return [...places.values()];
}

export function runningAddresses(
  places: readonly AddressPlace[],
  interfaces: readonly IpInterface[],
): readonly InterfaceAddress[] {
  return places.flatMap(({ index, address, prefix, family, now }) => {
    if (now === undefined) return [];
    const alias = interfaces.find((one) => one.index === index)?.alias ?? String(index);
    return [{ interface: alias, address, prefix, family, label: undefined, scope: undefined }];
  });
}

function readSettings(row: Row): InterfaceSettings {
  return {
    weakHostSend: textIn(row, 'send') === 'Enabled',
    weakHostReceive: textIn(row, 'receive') === 'Enabled',
    forwarding: textIn(row, 'forwarding') === 'Enabled',
    dhcp: textIn(row, 'dhcp') === 'Enabled',
    metric: numberIn(row, 'metric'),
    automaticMetric: textIn(row, 'automatic') === 'Enabled',
  };
}

/** Link-local addresses of IPv6 carry the index of their interface after a `%`. */
function readPlace(row: Row): Omit<AddressPlace, 'now' | 'atBoot'> | undefined {
  const vip = parseAddress(textIn(row, 'address').replace(/%.*$/, ''));
  const prefix = numberIn(row, 'prefix');
  return vip === undefined || prefix < 0 ? undefined : { ...vip, prefix, index: numberIn(row, 'index') };
}

function readState(row: Row): AddressState {
  return { skipAsSource: truthIn(row, 'skip'), state: textIn(row, 'state') };
}

function familyIn(row: Row): Family | undefined {
  const word = textIn(row, 'family');
  if (word === 'IPv4') return 4;
  return word === 'IPv6' ? 6 : undefined;
}
