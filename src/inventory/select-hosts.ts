import { didYouMean } from '../core/nearest-word.ts';
import { Problem } from '../core/problem.ts';
import type { Fleet, Host, Pool } from './fleet.ts';
import { type LimitExpression, parseLimit } from './limit-expression.ts';
import { hostsOfWord, type NamedSets } from './limit-word.ts';

/** What a command acts on. */
export interface Selection {
  /** The chosen pools in file order, each with those of its members that were selected. */
  readonly pools: readonly SelectedPool[];
  /** All selected hosts, each once. */
  readonly hosts: readonly Host[];
}

export interface SelectedPool {
  readonly pool: Pool;
  readonly members: readonly Host[];
}

/**
 * The members of the pools (of all pools when none is named) that --limit leaves.
 * @throws Problem 'usage': an unknown pool, an expression that is not understood, or nobody left
 */
export function selectHosts(
  fleet: Fleet,
  poolNames: readonly string[],
  limit?: string,
  sets: NamedSets = () => undefined,
): Selection {
  const chosen = choosePools(fleet, poolNames);
  const candidates = new Set(chosen.flatMap((pool) => pool.members));
  const selected =
    limit === undefined
      ? candidates
      : evaluate(parseLimit(limit), candidates, (word) => hostsOfWord(word, limit, fleet, sets));
  if (selected.size === 0 && limit !== undefined) {
    const names = poolNames.length === 0 ? 'any pool' : `pool ${poolNames.join(', ')}`;
    throw new Problem('usage', `--limit ${limit} leaves no member of ${names}`, {
      wayOut: 'vipfarm inventory list shows the members',
    });
  }
  const hostsOf = (names: Iterable<string>) => [...names].flatMap((name) => fleet.hosts.get(name) ?? []);
  return {
    pools: chosen.map((pool) => ({
      pool,
      members: hostsOf(pool.members.filter((name) => selected.has(name))),
    })),
    hosts: hostsOf([...candidates].filter((name) => selected.has(name))),
  };
}

function choosePools(fleet: Fleet, names: readonly string[]): readonly Pool[] {
  const known = [...fleet.pools.keys()];
  for (const name of names) {
    if (fleet.pools.has(name)) continue;
    throw new Problem('usage', `there is no pool "${name}" in ${fleet.file}`, {
      wayOut: didYouMean(name, known) ?? `it has ${known.join(', ') || 'none'}`,
    });
  }
  return [...fleet.pools.values()].filter((pool) => names.length === 0 || names.includes(pool.name));
}

type Resolve = (word: LimitExpression & { kind: 'word' }) => ReadonlySet<string>;

/** The part of the candidates that the expression names: `not` means the other candidates, not the other hosts. */
function evaluate(
  expression: LimitExpression,
  candidates: ReadonlySet<string>,
  resolve: Resolve,
): ReadonlySet<string> {
  switch (expression.kind) {
    case 'word': {
      const named = resolve(expression);
      return where(candidates, (name) => named.has(name));
    }
    case 'not': {
      const excluded = evaluate(expression.of, candidates, resolve);
      return where(candidates, (name) => !excluded.has(name));
    }
    default: {
      const left = evaluate(expression.left, candidates, resolve);
      const right = evaluate(expression.right, candidates, resolve);
      if (expression.kind === 'or') return new Set([...left, ...right]);
      return where(left, (name) => right.has(name));
    }
  }
}

function where(names: ReadonlySet<string>, isIn: (name: string) => boolean): ReadonlySet<string> {
  return new Set([...names].filter(isIn));
}
