import type { FilePath } from '../complaint.ts';
import type { Reading } from '../reading.ts';

/**
 * A function that tells where the file gives a host its address, or else where it names the host. The index that this
 * takes is made at the first question: a file without errors never asks.
 */
export function finderOf(reading: Reading): (host: string) => FilePath {
  let index: ReadonlyMap<string, FilePath> | undefined;
  return (host) => {
    index ??= indexNames(reading);
    return index.get(host) ?? [];
  };
}

function indexNames({ inventory, roster }: Reading): ReadonlyMap<string, FilePath> {
  const index = new Map<string, FilePath>();
  const note = (names: readonly string[], path: FilePath) => {
    for (const name of names) if (!index.has(name)) index.set(name, path);
  };
  for (const { text, path, names } of roster.entries) {
    if (inventory.hosts?.[text]?.address !== undefined) note(names, [...path, 'address']);
  }
  for (const mentions of roster.members.values()) for (const { names, path } of mentions) note(names, path);
  for (const { names, path } of roster.entries) note(names, path);
  for (const [group, names] of roster.groups) note(names, ['groups', group, 'hosts']);
  return index;
}
