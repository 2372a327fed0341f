import { parseAddress } from '../../core/address.ts';
import type { FilePath } from '../complaint.ts';
import type { Reading } from '../reading.ts';
import { finderOf } from './where-named.ts';

export interface Owner {
  /** `web01.dc1`, `director l4-a`. */
  readonly title: string;
  readonly whereIs: () => FilePath;
}

/** Who has which IP address, as far as the file says: canonical address to owner. Names are not resolved. */
export function ownAddresses(reading: Reading): ReadonlyMap<string, Owner> {
  const owners = new Map<string, Owner>();
  const whereIs = finderOf(reading);
  for (const { name, address = name } of reading.hosts) {
    const canonical = canonicalAddress(address);
    if (canonical === undefined || owners.has(canonical)) continue;
    owners.set(canonical, { title: name, whereIs: () => whereIs(name) });
  }
  for (const [name, { addresses = [] }] of Object.entries(reading.inventory.directors ?? {})) {
    for (const [at, address] of addresses.entries()) {
      const canonical = canonicalAddress(address);
      const path = ['directors', name, 'addresses', at];
      if (canonical !== undefined) owners.set(canonical, { title: `director ${name}`, whereIs: () => path });
    }
  }
  return owners;
}

/** Undefined for a DNS name. Most hosts have one, so the cheap question comes first. */
export function canonicalAddress(text: string): string | undefined {
  return looksNumeric.test(text) ? parseAddress(text)?.address : undefined;
}

const looksNumeric = /^[\d.]+$|:/;
