import { expandNames } from '../core/name-range.ts';
import { didYouMean } from '../core/nearest-word.ts';
import { Problem } from '../core/problem.ts';
import { type Complaint, complain, type FilePath } from './complaint.ts';
import { isHostName, portHint } from './host-name.ts';
import type { Inventory } from './schema.ts';

/** Who is named where: every range expanded, every group looked up. */
export interface Roster {
  /** The hosts of each group, each once. */
  readonly groups: ReadonlyMap<string, readonly string[]>;
  /** For each pool, what its list of members says. */
  readonly members: ReadonlyMap<string, readonly Mention[]>;
  /** For each pool that lists its witnesses, what the list says. */
  readonly witnesses: ReadonlyMap<string, readonly Mention[]>;
  /** What the keys of `hosts` say. */
  readonly entries: readonly Mention[];
  readonly complaints: readonly Complaint[];
}

/** The names that one word of the file stands for. */
export interface Mention {
  readonly path: FilePath;
  readonly text: string;
  readonly names: readonly string[];
}

export function callRoll(inventory: Inventory): Roster {
  const calling: Calling = { inventory, groups: new Map(), complaints: [] };
  const groups = new Map(
    Object.keys(inventory.groups ?? {}).map((name) => [name, hostsOfGroup(name, [], calling)]),
  );
  const members = new Map(
    Object.entries(inventory.pools).map(([name, pool]) => [
      name,
      pool.members.map((text, at) => mention(text, ['pools', name, 'members', at], [], calling)),
    ]),
  );
  const witnesses = new Map(
    Object.entries(inventory.pools).flatMap(([name, { witnesses: words }]) => {
      if (!Array.isArray(words)) return [];
      const mentions = words.map((text, at) => mention(text, ['pools', name, 'witnesses', at], [], calling));
      return [[name, mentions] as const];
    }),
  );
  const entries = Object.keys(inventory.hosts ?? {}).map((text) => {
    const path = ['hosts', text];
    return { path, text, names: [...new Set(expand(text, path, true, calling))] };
  });
  return { groups, members, witnesses, entries, complaints: calling.complaints };
}

/** The members of a pool in file order, each once. */
export function membersOf(pool: string, roster: Roster): readonly string[] {
  return [...new Set(roster.members.get(pool)?.flatMap((mention) => mention.names))];
}

/** Who watches the network of a pool: auto unless the file says otherwise. */
export function witnessesOf(
  pool: string,
  said: 'auto' | 'none' | readonly string[] = 'auto',
  roster: Roster,
): 'auto' | 'none' | readonly string[] {
  if (said === 'auto' || said === 'none') return said;
  return [...new Set(roster.witnesses.get(pool)?.flatMap((mention) => mention.names))];
}

interface Calling {
  readonly inventory: Inventory;
  readonly groups: Map<string, readonly string[]>;
  readonly complaints: Complaint[];
}

/** `within`: the groups that are being looked up, to notice one that contains itself. */
function hostsOfGroup(name: string, within: readonly string[], calling: Calling): readonly string[] {
  const known = calling.groups.get(name);
  if (known !== undefined) return known;
  const words = calling.inventory.groups?.[name]?.hosts ?? [];
  const mentions = words.map((text, at) =>
    mention(text, ['groups', name, 'hosts', at], [...within, name], calling),
  );
  const hosts = [...new Set(mentions.flatMap((each) => each.names))];
  calling.groups.set(name, hosts);
  return hosts;
}

function mention(text: string, path: FilePath, within: readonly string[], calling: Calling): Mention {
  if (!text.startsWith('@')) return { path, text, names: expand(text, path, false, calling) };
  const group = text.slice(1);
  const groups = calling.inventory.groups ?? {};
  if (!Object.hasOwn(groups, group)) {
    const wayOut = didYouMean(group, Object.keys(groups)) ?? 'groups are named under the key groups';
    calling.complaints.push(
      complain('error', 'unknown-reference', path, `there is no group "${group}"`, { wayOut }),
    );
    return { path, text, names: [] };
  }
  if (within.includes(group)) {
    calling.complaints.push(
      complain('error', 'unknown-reference', path, `group "${group}" contains itself`, {
        wayOut: 'take it out of one of the two',
      }),
    );
    return { path, text, names: [] };
  }
  return { path, text, names: hostsOfGroup(group, within, calling) };
}

function expand(text: string, path: FilePath, atKey: boolean, calling: Calling): readonly string[] {
  try {
    const names = expandNames(text);
    const bad = names.find((name) => !isHostName(name));
    if (bad === undefined) return names;
    calling.complaints.push(
      complain('error', 'bad-address', path, `"${bad}" cannot be the name of a host`, {
        atKey,
        ...portHint(bad),
      }),
    );
  } catch (thrown) {
    if (!(thrown instanceof Problem)) throw thrown;
    const wayOut = thrown.wayOut === undefined ? {} : { wayOut: thrown.wayOut };
    calling.complaints.push(complain('error', 'bad-range', path, thrown.message, { atKey, ...wayOut }));
  }
  return [];
}
