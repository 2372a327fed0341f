import { foldNames } from '../core/fold-names.ts';
import { expandNames } from '../core/name-range.ts';
import { didYouMean } from '../core/nearest-word.ts';
import { hostOutcomes } from '../core/outcome.ts';
import { Problem } from '../core/problem.ts';
import type { Fleet, Host } from './fleet.ts';
import { type LimitWord, limitProblem } from './limit-expression.ts';

/** The hosts that a name such as `failed` stands for in a former run; undefined when there is none. */
export type NamedSets = (name: string) => readonly string[] | undefined;

/** What --limit may say about a former run: how its hosts ended, and all that were not done. */
export const runSetNames: readonly string[] = [...hostOutcomes, 'undone'];

/**
 * The hosts of the fleet that one word of --limit names: `web01`, `web[01-20]`, `web*`, `all`, `@group`, `@failed`,
 * `tag:x`, `site:y`, `pool:z`.
 * @throws Problem 'usage' for a word that names nobody the inventory knows
 */
export function hostsOfWord(
  word: LimitWord,
  limit: string,
  fleet: Fleet,
  sets: NamedSets,
): ReadonlySet<string> {
  const refuse = (message: string) => limitProblem(limit, word.at, message);
  const { text } = word;
  if (text === 'all') return new Set(fleet.hosts.keys());
  if (text.startsWith('@')) return hostsOfSet(text.slice(1), fleet, sets, refuse);
  const [, key, value] = /^(tag|site|pool):(.*)$/.exec(text) ?? [];
  if (key !== undefined && value !== undefined) return hostsWith(key, value, fleet, refuse);
  try {
    return hostsNamed(expandNames(text), fleet, refuse);
  } catch (thrown) {
    if (!(thrown instanceof Problem) || thrown.wayOut === undefined) throw thrown;
    throw refuse(`${thrown.message}; ${thrown.wayOut}`);
  }
}

type Refuse = (message: string) => Problem;

/** A run's set comes first: lint lets no group have the name of one. */
function hostsOfSet(name: string, fleet: Fleet, sets: NamedSets, refuse: Refuse): ReadonlySet<string> {
  const hosts = sets(name) ?? fleet.groups.get(name);
  if (hosts !== undefined) return new Set(hosts);
  if (runSetNames.includes(name)) throw refuse(`no former run is known that @${name} could be taken from`);
  throw refuse(unknown('group', name, [...fleet.groups.keys(), ...runSetNames]));
}

function hostsWith(key: string, value: string, fleet: Fleet, refuse: Refuse): ReadonlySet<string> {
  const valuesOf: Readonly<Record<string, (host: Host) => readonly string[]>> = {
    tag: (host) => host.tags,
    site: (host) => (host.site === undefined ? [] : [host.site]),
    pool: (host) => host.pools,
  };
  const read = valuesOf[key] ?? (() => []);
  const hosts = [...fleet.hosts.values()];
  const found = hosts.filter((host) => read(host).includes(value)).map((host) => host.name);
  if (found.length > 0) return new Set(found);
  throw refuse(unknown(key, value, new Set(hosts.flatMap(read))));
}

function hostsNamed(words: readonly string[], fleet: Fleet, refuse: Refuse): ReadonlySet<string> {
  const found = new Set<string>();
  const missing: string[] = [];
  for (const word of words) {
    const matches = /[*?]/.test(word)
      ? hostsLike(word, fleet)
      : [word].filter((name) => fleet.hosts.has(name));
    if (matches.length === 0) missing.push(word);
    for (const name of matches) found.add(name);
  }
  const [first, second] = missing;
  if (first === undefined) return found;
  if (/[*?]/.test(first)) throw refuse(`no host is named like ${first}`);
  if (second === undefined) throw refuse(unknown('host', first, fleet.hosts.keys()));
  throw refuse(`${foldNames(missing)} are not in the inventory`);
}

/** `*` stands for any characters, `?` for one. */
function hostsLike(glob: string, fleet: Fleet): readonly string[] {
  const source = glob.replace(/[^*?]+/g, (literal) => literal.replace(/[.+^${}()|[\]\\]/g, '\\$&'));
  const pattern = new RegExp(`^${source.replaceAll('*', '.*').replaceAll('?', '.')}$`);
  return [...fleet.hosts.keys()].filter((name) => pattern.test(name));
}

function unknown(what: string, name: string, known: Iterable<string>): string {
  const hint = didYouMean(name, known);
  return `there is no ${what} "${name}"${hint === undefined ? '' : `; ${hint}`}`;
}
