import { foldNames } from '../core/fold-names.ts';

/** Things that read the same, said once, with the folded names of the hosts that they are said of. */
export interface AlikeGroup<T> {
  readonly names: string;
  readonly count: number;
  readonly first: T;
}

/** Groups in the order in which their first host came. */
export function groupAlike<T extends { readonly host: string }>(
  items: readonly T[],
  keyOf: (item: T) => string,
): readonly AlikeGroup<T>[] {
  const groups = new Map<string, { first: T; hosts: string[] }>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { first: item, hosts: [item.host] });
    else group.hosts.push(item.host);
  }
  return [...groups.values()].map(({ first, hosts }) => ({
    names: foldNames(hosts),
    count: hosts.length,
    first,
  }));
}

/** `48 to change, 2 as wanted`: the counts that are not zero, in the order given. */
export function countWords(counts: readonly (readonly [count: number, words: string])[]): string {
  return counts
    .filter(([count]) => count > 0)
    .map(([count, words]) => `${count} ${words}`)
    .join(', ');
}

/** Rows as columns: every column but the last is padded to its widest cell; two blanks between. */
export function alignColumns(rows: readonly (readonly string[])[], indent: string): readonly string[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, column) => {
      widths[column] = Math.max(widths[column] ?? 0, cell.length);
    });
  }
  return rows.map((row) => {
    const cells = row.map((cell, column) =>
      column === row.length - 1 ? cell : cell.padEnd(Math.min(widths[column] ?? 0, 40)),
    );
    return `${indent}${cells.join('  ')}`.trimEnd();
  });
}
