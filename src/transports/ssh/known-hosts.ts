import { createHmac } from 'node:crypto';
import type { HostKey } from './host-key.ts';

/** The lines of one or more known_hosts files, indexed so that a lookup does not cost a hash for every line. */
export interface KnownHosts {
  /** Entries that name hosts literally, by each name. */
  readonly byName: ReadonlyMap<string, readonly KnownHost[]>;
  /** Entries that no name leads to (hashed names, wildcards, negations), by their key in base64. */
  readonly unnamed: ReadonlyMap<string, readonly KnownHost[]>;
  readonly revoked: readonly KnownHost[];
}

/** One line: a key, and the names that it is good (or, when revoked, bad) for. */
export interface KnownHost extends HostKey {
  readonly file: string;
  readonly line: number;
  readonly marker: 'none' | 'revoked' | 'cert-authority';
  readonly patterns: readonly string[];
}

/** What known_hosts says about a key that a host showed. */
export type KeyVerdict =
  | { readonly kind: 'known'; readonly entry: KnownHost }
  | { readonly kind: 'revoked'; readonly entry: KnownHost }
  /** The host is known by another key of this type. */
  | { readonly kind: 'changed'; readonly entry: KnownHost }
  /** The host is known by keys of other types only; it should be asked for those. */
  | { readonly kind: 'other-type'; readonly entry: KnownHost; readonly types: readonly string[] }
  /** Only a certificate authority speaks for the host, which vipfarm cannot check. */
  | { readonly kind: 'authority'; readonly entry: KnownHost }
  | { readonly kind: 'unknown' };

const hashMark = '|1|';
const literalName = /^[^*?!|]+$/;

/** Reads known_hosts lines; those that are empty, comments or unreadable are passed over, as OpenSSH does. */
export function parseKnownHosts(text: string, file: string): readonly KnownHost[] {
  return text.split('\n').flatMap((line, index) => parseLine(line.trim(), file, index + 1) ?? []);
}

function parseLine(text: string, file: string, line: number): KnownHost | undefined {
  if (text === '' || text.startsWith('#')) return undefined;
  const words = text.split(/\s+/);
  const marker = words[0]?.startsWith('@') ? words.shift() : undefined;
  const [names, type, base64] = words;
  if (names === undefined || type === undefined || base64 === undefined) return undefined;
  if (marker !== undefined && marker !== '@revoked' && marker !== '@cert-authority') return undefined;
  return {
    file,
    line,
    marker: marker === '@revoked' ? 'revoked' : marker === '@cert-authority' ? 'cert-authority' : 'none',
    patterns: names.split(','),
    type,
    base64,
  };
}

export function indexKnownHosts(entries: readonly KnownHost[]): KnownHosts {
  const byName = new Map<string, KnownHost[]>();
  const unnamed = new Map<string, KnownHost[]>();
  const revoked: KnownHost[] = [];
  for (const entry of entries) {
    if (entry.marker === 'revoked') revoked.push(entry);
    else if (!entry.patterns.every((pattern) => literalName.test(pattern))) add(unnamed, entry.base64, entry);
    else for (const name of entry.patterns) add(byName, name.toLowerCase(), entry);
  }
  return { byName, unnamed, revoked };
}

function add(index: Map<string, KnownHost[]>, key: string, entry: KnownHost): void {
  const there = index.get(key);
  if (there === undefined) index.set(key, [entry]);
  else there.push(entry);
}

/** The name under which a host is looked up: `[name]:port` unless the port is 22. */
export function lookupName(name: string, port: number): string {
  return port === 22 ? name.toLowerCase() : `[${name.toLowerCase()}]:${port}`;
}

/** Judges the key that a host showed; `names` are the lookup names it goes by. */
export function judgeHostKey(known: KnownHosts, names: readonly string[], key: HostKey): KeyVerdict {
  const isSame = (entry: KnownHost): boolean => entry.base64 === key.base64;
  const revoked = known.revoked.find((entry) => isSame(entry) && namesMatch(entry, names));
  if (revoked !== undefined) return { kind: 'revoked', entry: revoked };

  const named = names.flatMap((name) => known.byName.get(name) ?? []).filter(isSame);
  const good =
    named.find(isPlain) ??
    known.unnamed.get(key.base64)?.find((entry) => isPlain(entry) && namesMatch(entry, names));
  if (good !== undefined) return { kind: 'known', entry: good };

  const ofHost = entriesOf(known, names);
  const others = ofHost.filter(isPlain);
  const changed = others.find((entry) => entry.type === key.type);
  if (changed !== undefined) return { kind: 'changed', entry: changed };
  const [other] = others;
  if (other !== undefined) {
    return { kind: 'other-type', entry: other, types: [...new Set(others.map((entry) => entry.type))] };
  }
  const authority = ofHost.find((entry) => entry.marker === 'cert-authority');
  return authority === undefined ? { kind: 'unknown' } : { kind: 'authority', entry: authority };
}

/** The key types of the entries that name the host literally: asked for first, without a hash being computed. */
export function namedKeyTypes(known: KnownHosts, names: readonly string[]): readonly string[] {
  const entries = names.flatMap((name) => known.byName.get(name) ?? []);
  return [...new Set(entries.filter(isPlain).map((entry) => entry.type))];
}

/** The entries that give the host a key of its own. */
export function plainEntries(known: KnownHosts, names: readonly string[]): readonly KnownHost[] {
  return entriesOf(known, names).filter(isPlain);
}

function isPlain(entry: KnownHost): boolean {
  return entry.marker === 'none';
}

/** Every entry for the host. This computes a hash for each hashed name, and is done only for keys that are not good. */
function entriesOf(known: KnownHosts, names: readonly string[]): readonly KnownHost[] {
  const named = names.flatMap((name) => known.byName.get(name) ?? []);
  const unnamed = [...known.unnamed.values()].flat();
  return [...named, ...unnamed.filter((entry) => namesMatch(entry, names))];
}

function namesMatch(entry: KnownHost, names: readonly string[]): boolean {
  return names.some((name) => nameMatches(entry.patterns, name));
}

/** A negated pattern that fits makes the whole line not fit. */
function nameMatches(patterns: readonly string[], name: string): boolean {
  let matches = false;
  for (const pattern of patterns) {
    if (pattern.startsWith('!')) {
      if (patternMatches(pattern.slice(1), name)) return false;
    } else if (patternMatches(pattern, name)) {
      matches = true;
    }
  }
  return matches;
}

function patternMatches(pattern: string, name: string): boolean {
  if (pattern.startsWith(hashMark)) return hashMatches(pattern, name);
  const lower = pattern.toLowerCase();
  return /[*?]/.test(lower) ? wildcard(lower).test(name) : lower === name;
}

function hashMatches(pattern: string, name: string): boolean {
  const [salt, hash] = pattern.slice(hashMark.length).split('|');
  if (salt === undefined || hash === undefined) return false;
  return createHmac('sha1', Buffer.from(salt, 'base64')).update(name).digest('base64') === hash;
}

function wildcard(pattern: string): RegExp {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's');
}
