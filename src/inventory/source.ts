import { type Alias, isAlias, isMap, isScalar, isSeq, type Node, type YAMLMap } from 'yaml';
import { type Complaint, complain, type Span } from './complaint.ts';
import { parseTree } from './yaml-tree.ts';

/** An inventory file as YAML nodes, for positions, and as plain values, for everything else. */
export interface Source {
  readonly text: string;
  readonly root: Node | null;
  /** What each alias stands for. */
  readonly targets: ReadonlyMap<Alias, Node>;
  readonly values: unknown;
  /** What YAML itself has to say against the file. */
  readonly complaints: readonly Complaint[];
}

/** A few aliases of aliases can stand for billions of values; any farm's file stays far below this. */
const mostValues = 10_000_000;

/**
 * Reads YAML with anchors, aliases and merge keys. Never throws; what cannot be read becomes a complaint.
 * Duplicate keys and aliases are looked up here: the yaml package does both in quadratic time.
 */
export function readSource(text: string): Source {
  const reading: Reading = { complaints: [], anchors: new Map(), targets: new Map(), size: 0 };
  const root = parse(text, reading);
  const values = root === null ? null : read(root, reading);
  return { text, root, targets: reading.targets, values, complaints: reading.complaints };
}

interface Reading {
  readonly complaints: Complaint[];
  readonly anchors: Map<string, Anchored>;
  readonly targets: Map<Alias, Node>;
  /** Values read so far; those behind an alias count each time. */
  size: number;
}

interface Anchored {
  readonly node: Node;
  readonly value: unknown;
  readonly size: number;
}

function parse(text: string, reading: Reading): Node | null {
  try {
    const { root, problems } = parseTree(text);
    for (const { span, message } of problems) complainAbout(span, `not valid YAML: ${message}`, reading);
    return root;
  } catch (thrown) {
    if (!(thrown instanceof RangeError)) throw thrown;
    complainAbout([0, 1], 'not readable: it is nested too deeply', reading);
    return null;
  }
}

function complainAbout(span: Span, message: string, reading: Reading): void {
  reading.complaints.push(complain('error', 'yaml', [], message, { span }));
}

function read(node: unknown, reading: Reading): unknown {
  if (isAlias(node)) return readAlias(node, reading);
  const before = reading.size++;
  const value = isScalar(node)
    ? node.value
    : isMap(node)
      ? readMap(node, reading)
      : isSeq(node)
        ? node.items.map((item) => read(item, reading))
        : null;
  if ((isScalar(node) || isMap(node) || isSeq(node)) && node.anchor !== undefined) {
    reading.anchors.set(node.anchor, { node, value, size: reading.size - before });
  }
  return value;
}

function readAlias(alias: Alias, reading: Reading): unknown {
  const anchored = reading.anchors.get(alias.source);
  if (anchored === undefined) {
    complainAbout(spanOf(alias), `*${alias.source}: no anchor &${alias.source} stands before it`, reading);
    return null;
  }
  reading.targets.set(alias, anchored.node);
  reading.size += anchored.size;
  if (reading.size <= mostValues) return anchored.value;
  complainAbout(spanOf(alias), `the aliases stand for more than ${mostValues} values`, reading);
  return null;
}

function readMap(map: YAMLMap, reading: Reading): unknown {
  const value: Record<string, unknown> = {};
  const merged: unknown[] = [];
  for (const pair of map.items) {
    const key = keyOf(pair.key);
    if (key === undefined) {
      complainAbout(spanOf(pair.key), 'a key must be a plain word', reading);
      continue;
    }
    const item = read(pair.value, reading);
    if (isMerge(pair.key)) merged.push(...(isSeqOfMaps(item) ? item : [item]));
    else if (Object.hasOwn(value, key)) {
      const span = spanOf(pair.key);
      reading.complaints.push(
        complain('error', 'duplicate-key', [], `"${key}" is written twice here`, { span }),
      );
    } else set(value, key, item);
  }
  for (const source of merged) {
    for (const [key, item] of Object.entries(source ?? {})) {
      if (!Object.hasOwn(value, key)) set(value, key, item);
    }
  }
  return value;
}

/** An ordinary assignment to `__proto__` would change the object's nature instead of adding a key. */
function set(value: Record<string, unknown>, key: string, item: unknown): void {
  if (key === '__proto__')
    Object.defineProperty(value, key, { value: item, enumerable: true, configurable: true });
  else value[key] = item;
}

function isSeqOfMaps(item: unknown): item is readonly unknown[] {
  return Array.isArray(item);
}

/** The text of a map's key, or undefined when it is a map or list. */
export function keyOf(key: unknown): string | undefined {
  if (!isScalar(key)) return undefined;
  return typeof key.value === 'symbol' ? '<<' : String(key.value);
}

/** True for `<<`, the key that brings in the keys of other maps. */
export function isMerge(key: unknown): boolean {
  return isScalar(key) && (typeof key.value === 'symbol' || (key.value === '<<' && key.type === 'PLAIN'));
}

/** Where a node stands in the text. */
export function spanOf(node: unknown): Span {
  if (!isScalar(node) && !isMap(node) && !isSeq(node) && !isAlias(node)) return [0, 1];
  const [start, end] = node.range ?? [0, 1];
  return [start, end];
}
