import { isAlias, isMap, isSeq, type Node, type Pair, type YAMLMap } from 'yaml';
import type { Complaint, FilePath, Span } from './complaint.ts';
import { isMerge, keyOf, type Source, spanOf } from './source.ts';

/** A function that finds the place of a complaint in the text; where a path leads nowhere, the nearest place above. */
export function locator(source: Source): (complaint: Complaint) => Span {
  const indexes: Indexes = new Map();
  return (complaint) => complaint.span ?? locate(source, complaint.path, complaint.atKey ?? false, indexes);
}

/** The pairs of each map by key: thousands of findings in one large map must not each search it. */
type Indexes = Map<YAMLMap, ReadonlyMap<string, Pair>>;

function locate(source: Source, path: FilePath, atKey: boolean, indexes: Indexes): Span {
  let node: unknown = source.root;
  let key: unknown;
  for (const step of path) {
    const inside = follow(node, source);
    if (isMap(inside)) {
      const pair = findPair(inside, String(step), source, indexes);
      if (pair === undefined) return spanOf(key ?? inside);
      [key, node] = [pair.key, pair.value ?? pair.key];
    } else if (isSeq(inside) && typeof step === 'number' && step < inside.items.length) {
      node = inside.items[step];
      key = node;
    } else {
      return spanOf(key ?? node);
    }
  }
  return spanOf(atKey && key !== undefined ? key : node);
}

function follow(node: unknown, source: Source): Node | unknown {
  return isAlias(node) ? source.targets.get(node) : node;
}

function findPair(map: YAMLMap, key: string, source: Source, indexes: Indexes): Pair | undefined {
  const index = indexes.get(map) ?? indexPairs(map);
  indexes.set(map, index);
  const own = index.get(key);
  if (own !== undefined) return own;
  for (const pair of map.items.filter((item) => isMerge(item.key))) {
    const merged = follow(pair.value, source);
    for (const part of isSeq(merged) ? merged.items : [merged]) {
      const target = follow(part, source);
      const found = isMap(target) ? findPair(target, key, source, indexes) : undefined;
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function indexPairs(map: YAMLMap): ReadonlyMap<string, Pair> {
  const index = new Map<string, Pair>();
  for (const pair of map.items) {
    const key = keyOf(pair.key);
    if (key !== undefined && !index.has(key)) index.set(key, pair);
  }
  return index;
}
