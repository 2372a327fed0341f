import { rm } from 'node:fs/promises';
import { Problem } from '../core/problem.ts';
import type { SeenRun } from '../core/seen-run.ts';
import { isGone } from './operator.ts';
import type { ChainLink, History } from './store.ts';

export interface PruneRule {
  /** ISO 8601: only runs that began earlier. */
  readonly before: string;
  /** So many of the newest stay, however old they are. */
  readonly keep: number;
}

const days = { d: 1, w: 7 } as const;

/** The moment that lies so far back: `90d`, `12w`. @throws Problem usage */
export function momentBefore(now: number, age: string): string {
  const [, count, unit] = /^(\d{1,5})([dw])$/.exec(age) ?? [];
  if (count === undefined || (unit !== 'd' && unit !== 'w')) {
    throw new Problem('usage', `${age} is no age of a run`, { wayOut: 'say it in days or weeks: 90d, 12w' });
  }
  return new Date(now - Number(count) * days[unit] * 86_400_000).toISOString();
}

/** What a rule takes from a list that has the newest first. A run that may go on is never among it. */
export function chooseForPruning(runs: readonly SeenRun[], { before, keep }: PruneRule): readonly SeenRun[] {
  return runs
    .slice(keep)
    .filter((run) => isOver(run) && run.startedAt !== undefined && run.startedAt < before);
}

/** One that has lost its pools ends only what it has in hand, and that may take a while. */
function isOver({ state, by }: SeenRun): boolean {
  return state === 'ended' || (state === 'cut-off' && (by === undefined || isGone(by)));
}

/** Takes the runs out of the history, then their folders off the disk. @throws Problem store-unusable */
export async function pruneRuns(
  history: History,
  runs: readonly SeenRun[],
  who: string,
  now: number,
): Promise<ChainLink> {
  const link = await history.prune(
    runs.flatMap((run) => run.key ?? []),
    who,
    now,
  );
  for (const { folder } of runs) {
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  }
  return link;
}
