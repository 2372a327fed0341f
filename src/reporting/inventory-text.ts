import { alignColumns } from './group-alike.ts';

/** What a listing of an inventory consists of (see inventory/list-pools.ts). */
export interface ListedPool {
  readonly name: string;
  readonly vips: readonly string[];
  readonly services: readonly string[];
  readonly director: string | undefined;
  readonly members: readonly { readonly hosts: string; readonly count: number; readonly settings: string }[];
}

/** Each pool with its members; those that are reached in the same way on one line. */
export function inventoryList(pools: readonly ListedPool[]): string {
  const blocks = pools.map((pool) => {
    const total = pool.members.reduce((sum, { count }) => sum + count, 0);
    const services = pool.services.length === 0 ? '' : `   ports ${pool.services.join(' ')}`;
    const director = pool.director === undefined ? '   no director' : `   director ${pool.director}`;
    const rows = pool.members.map(({ hosts, count, settings }) => [hosts, `(${count})`, settings]);
    const members = `${total} member${total === 1 ? '' : 's'}`;
    return [
      `${pool.name}  ${pool.vips.join('  ')}   ${members}${services}${director}`,
      ...alignColumns(rows, '  '),
      '',
    ].join('\n');
  });
  return `${blocks.join('\n')}`;
}

/** Who stands behind whom: director, pool with its VIPs, members. */
export function inventoryGraph(pools: readonly ListedPool[]): string {
  const directors = [...new Set(pools.map((pool) => pool.director))];
  const trees = directors.map((director) => ({
    text: director === undefined ? '(no director)' : `director ${director}`,
    below: pools.filter((pool) => pool.director === director).map(poolTree),
  }));
  return `${trees.flatMap((tree) => [tree.text, ...drawBelow(tree.below)]).join('\n')}\n`;
}

interface Tree {
  readonly text: string;
  readonly below: readonly Tree[];
}

function poolTree({ name, vips, members }: ListedPool): Tree {
  const below = members.map(({ hosts, count }) => ({ text: `${hosts}  (${count})`, below: [] }));
  return { text: `pool ${name}  ${vips.join('  ')}`, below };
}

function drawBelow(trees: readonly Tree[]): readonly string[] {
  return trees.flatMap(({ text, below }, at) => {
    const isLast = at === trees.length - 1;
    return [
      `${isLast ? '└─ ' : '├─ '}${text}`,
      ...drawBelow(below).map((line) => `${isLast ? '   ' : '│  '}${line}`),
    ];
  });
}
