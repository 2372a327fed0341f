import { createHash } from 'node:crypto';
import { parseAddress, type Vip } from '../core/address.ts';
import type { Director, Fleet, Host, HostSettings, Pool } from './fleet.ts';
import type { NamedHost } from './layers.ts';
import type { Reading } from './reading.ts';
import { membersOf, witnessesOf } from './roster.ts';
import type { Inventory } from './schema.ts';
import { inherit, type Layer, type Operator } from './settings.ts';
import { settleRollout } from './settle-rollout.ts';
import { settleServices } from './settle-services.ts';

/** The fleet that a valid inventory describes: everything inherited, looked up, normalised and frozen. */
export function assembleFleet(file: string, text: string, reading: Reading, operator: Operator): Fleet {
  const { inventory, roster } = reading;
  const directors = assembleDirectors(inventory);
  const pools = new Map<string, Pool>();
  for (const [name, pool] of Object.entries(inventory.pools)) {
    const assembled: Pool = {
      name,
      vips: pool.vips.flatMap((vip) => vipOf(vip) ?? []),
      services: settleServices(pool.services),
      director: pool.director === undefined ? undefined : directors.get(pool.director),
      members: membersOf(name, roster),
      witnesses: witnessesOf(name, pool.witnesses, roster),
      rollout: settleRollout(pool.rollout),
    };
    pools.set(name, Object.freeze(assembled));
  }
  const hosts = assembleHosts(reading.hosts, operator);
  const digest = createHash('sha256').update(text).digest('hex');
  return Object.freeze({ file, digest, directors, pools, hosts, groups: roster.groups });
}

/** A VIP as written, with or without the prefix of a single address; undefined when it is none. */
export function vipOf(text: string): Vip | undefined {
  return parseAddress(text.replace(text.includes(':') ? /\/128$/ : /\/32$/, ''));
}

function assembleDirectors(inventory: Inventory): ReadonlyMap<string, Director> {
  const directors = new Map<string, Director>();
  for (const [name, { macs, addresses = [], host }] of Object.entries(inventory.directors ?? {})) {
    const canonical = addresses.map((address) => parseAddress(address)?.address ?? address);
    directors.set(name, Object.freeze({ name, macs: macs.map(canonicalMac), addresses: canonical, host }));
  }
  return directors;
}

/** Lower case with colons. */
export function canonicalMac(text: string): string {
  return text.toLowerCase().replaceAll('-', ':');
}

function assembleHosts(named: readonly NamedHost[], operator: Operator): ReadonlyMap<string, Host> {
  const settle = settler(operator);
  const hosts = new Map<string, Host>();
  for (const { name, pools, groups, address = name, layers } of named) {
    hosts.set(name, Object.freeze({ name, pools, groups, address, ...settle(layers) }));
  }
  return hosts;
}

/** Settles each combination of settings once: thousands of hosts differ in nothing but their name and address. */
function settler(operator: Operator): (layers: readonly Layer[]) => HostSettings {
  const keys = new Map<Layer, string>();
  const settled = new Map<string, HostSettings>();
  return (layers) => {
    const key = layers.map((layer) => keyOf(layer, keys)).join();
    const known = settled.get(key) ?? inherit(layers, operator);
    settled.set(key, known);
    return known;
  };
}

function keyOf(layer: Layer, keys: Map<Layer, string>): string {
  const key = keys.get(layer) ?? JSON.stringify(layer.settings);
  keys.set(layer, key);
  return key;
}
