import type { NetworkdFile } from './observed.ts';

/** The files of one name are one: a stronger folder masks the weaker ones. Its [Match] is that of the file and of its drop-ins. */
interface Part {
  readonly path: string;
  readonly lines: string[];
}

/**
 * Lines `path:` for each file, `path:[Match]` and `path:Name=...`, folders from strongest to weakest: the files that can
 * take lo, in the order in which networkd asks them, by name. A file without a line is a mask (a link to /dev/null).
 */
export function readNetworkdFiles(lines: readonly string[]): readonly NetworkdFile[] {
  const parts = inForce(lines);
  const names = [...parts.keys()].filter((name) => !name.includes('/')).sort();
  return names.flatMap((name) => {
    const file = parts.get(name);
    if (file === undefined || file.lines.length === 0) return [];
    const dropIns = [...parts].filter(([key]) => key.startsWith(`${name}.d/`)).map(([, part]) => part);
    const takes = judgeMatch([file, ...dropIns].flatMap(({ lines }) => matchSettings(lines)));
    return takes === undefined ? [] : [{ path: file.path, takes }];
  });
}

/** By name (`50-x.network`, `50-x.network.d/a.conf`), each from the strongest folder that has it. */
function inForce(lines: readonly string[]): ReadonlyMap<string, Part> {
  const parts = new Map<string, Part>();
  for (const line of lines) {
    const [, path = '', name = '', text = ''] =
      /^(\/[^:]*?\/([^/:]+\.network(?:\.d\/[^/:]+)?)):(.*)$/.exec(line) ?? [];
    const part = parts.get(name) ?? { path, lines: [] };
    if (part.path !== path || path === '') continue;
    parts.set(name, part);
    if (text.trim() !== '') part.lines.push(text.trim());
  }
  return parts;
}

type Setting = readonly [key: string, value: string];

function matchSettings(lines: readonly string[]): readonly Setting[] {
  const settings: Setting[] = [];
  let section = '';
  for (const line of lines) {
    if (line.startsWith('[')) section = line;
    else if (section === '[Match]') {
      const equals = line.indexOf('=');
      settings.push([line.slice(0, equals).trim(), line.slice(equals + 1).trim()]);
    }
  }
  return settings;
}

/** What a [Match] can say of lo; keys that lo has nothing for, so that only a list of exceptions can take it. */
const ofLoopback: ReadonlyMap<string, string> = new Map([
  ['Name', 'lo'],
  ['Type', 'loopback'],
]);
const lackedByLoopback: readonly string[] = ['Driver', 'Path', 'WLANInterfaceType', 'SSID', 'BSSID'];

/** Every key has to hold; what cannot be told here (Host, Property, Kind, ...) may hold. Undefined: it does not take lo. */
function judgeMatch(settings: readonly Setting[]): NetworkdFile['takes'] | undefined {
  const lists = new Map<string, readonly string[]>();
  for (const [key, value] of settings) lists.set(key, [...(lists.get(key) ?? []), value]);
  const patterns = [...lists].map(([key, values]) => [key, readPatterns(values)] as const);
  if (patterns.some(([key, list]) => excludesLoopback(key, list))) return undefined;
  const isTold = patterns.every(([key, list]) => ofLoopback.has(key) && !list.some(isUnclear));
  const isAlone = patterns.some(([key, list]) => list.length === 1 && list[0] === ofLoopback.get(key));
  if (isTold && isAlone) return 'lo';
  return patterns.some(([key, list]) => list.includes(ofLoopback.get(key) ?? '')) ? 'lo-and-others' : 'any';
}

/** Lists of several lines are one, an empty line begins anew; a `!` before a line holds for all of its words. */
function readPatterns(values: readonly string[]): readonly string[] {
  return values.slice(values.lastIndexOf('') + 1).flatMap((value) => {
    const words = value.replace(/^!/, '').split(/\s+/).filter(Boolean);
    return value.startsWith('!') ? words.map((word) => `!${word}`) : words;
  });
}

function excludesLoopback(key: string, patterns: readonly string[]): boolean {
  const wanted = patterns.filter((pattern) => !pattern.startsWith('!'));
  if (lackedByLoopback.includes(key)) return wanted.length > 0;
  if (key === 'MACAddress' || key === 'PermanentMACAddress')
    return wanted.length > 0 && !wanted.some(isZeroMac);
  const own = ofLoopback.get(key);
  if (own === undefined || patterns.some(isUnclear)) return false;
  const unwanted = patterns.filter((pattern) => pattern.startsWith('!')).map((pattern) => pattern.slice(1));
  return (
    unwanted.some((pattern) => matchesGlob(pattern, own)) ||
    (wanted.length > 0 && !wanted.some((pattern) => matchesGlob(pattern, own)))
  );
}

function isZeroMac(address: string): boolean {
  return /^[0:.-]+$/.test(address);
}

/** Brackets, quotes and backslashes are not read. */
function isUnclear(pattern: string): boolean {
  return /[[\]"'\\]/.test(pattern);
}

function matchesGlob(pattern: string, text: string): boolean {
  const expression = pattern
    .replace(/[.+^${}()|]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${expression}$`).test(text);
}
