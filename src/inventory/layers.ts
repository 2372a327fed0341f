import { membersOf, type Roster } from './roster.ts';
import type { Inventory } from './schema.ts';
import { type Layer, layerOf, type Operator } from './settings.ts';
import type { SettingsEntry } from './settings-schema.ts';

/** One host with everything the file says about it, before that is settled. */
export interface NamedHost {
  readonly name: string;
  readonly pools: readonly string[];
  readonly groups: readonly string[];
  readonly address: string | undefined;
  /** Least specific first: defaults, groups and pools in file order, then its entries, the widest range first. */
  readonly layers: readonly Layer[];
}

/** Every host of the file with its layers: the members of pools first, then hosts of groups, then other entries. */
export function stackLayers(inventory: Inventory, roster: Roster, operator: Operator): readonly NamedHost[] {
  const sightings = new Map<string, Sightings>();
  for (const pool of Object.keys(inventory.pools)) see(membersOf(pool, roster), 'pools', pool, sightings);
  for (const [group, names] of roster.groups) see(names, 'groups', group, sightings);
  const widestFirst = roster.entries.toSorted((a, b) => b.names.length - a.names.length);
  for (const entry of widestFirst) see(entry.names, 'entries', entry.text, sightings);

  const { defaults, groups = {}, pools, hosts = {} } = inventory;
  const base = defaults === undefined ? undefined : layerOf('defaults', 'defaults', defaults, operator);
  const ofGroup = layersOf('group', groups, ({ hosts: _, ...settings }) => settings, operator);
  const ofPool = layersOf('pool', pools, settingsOfPool, operator);
  const ofEntry = layersOf('host', hosts, ({ address: _, ...settings }) => settings, operator);
  return [...sightings].map(([name, seen]) => ({
    name,
    pools: seen.pools,
    groups: seen.groups,
    address: seen.entries.map((entry) => hosts[entry]?.address).findLast((address) => address !== undefined),
    layers: [
      base,
      ...seen.groups.map((group) => ofGroup.get(group)),
      ...seen.pools.map((pool) => ofPool.get(pool)),
      ...seen.entries.map((entry) => ofEntry.get(entry)),
    ].filter((layer) => layer !== undefined),
  }));
}

/** Where a host is named: lists that hosts of one range share. */
type Sightings = Readonly<Record<'pools' | 'groups' | 'entries', readonly string[]>>;

function see(
  names: readonly string[],
  where: keyof Sightings,
  what: string,
  sightings: Map<string, Sightings>,
): void {
  let [before, after]: [Sightings | undefined, Sightings] = [undefined, { ...nowhere, [where]: [what] }];
  for (const name of names) {
    const known = sightings.get(name);
    if (known !== before) {
      before = known;
      after = { ...nowhere, ...known, [where]: [...(known?.[where] ?? []), what] };
    }
    sightings.set(name, after);
  }
}

const nowhere: Sightings = { pools: [], groups: [], entries: [] };

function layersOf<Entry>(
  place: Layer['place'],
  entries: Readonly<Record<string, Entry>>,
  settingsOf: (entry: Entry) => SettingsEntry,
  operator: Operator,
): ReadonlyMap<string, Layer | undefined> {
  return new Map(
    Object.entries(entries).map(([name, entry]) => [name, layerOf(place, name, settingsOf(entry), operator)]),
  );
}

function settingsOfPool(pool: Inventory['pools'][string]): SettingsEntry {
  const { vips: _, services: _s, director: _d, members: _m, witnesses: _w, rollout: _r, ...settings } = pool;
  return settings;
}
