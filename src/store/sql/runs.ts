import { digestOf } from '../../core/digest.ts';
import { Problem } from '../../core/problem.ts';
import type { BegunRun, KeptRun } from '../store.ts';
import type { Queries, Row } from './database.ts';
import { numberIn, numberOrNothingIn, present, textIn, textOrNothingIn } from './rows.ts';

/** Ids are made by each machine for itself, so that two runs of one night may share theirs: a key is one run's only. */
export function runKey({ id, owner, startedAt }: Pick<BegunRun, 'id' | 'owner' | 'startedAt'>): string {
  return `${id}.${digestOf(`${owner} ${startedAt}`).slice(0, 8)}`;
}

export async function beginRun(queries: Queries, run: BegunRun): Promise<void> {
  const { id, owner, process, processStart = null, verb, startedAt } = run;
  await queries.query(
    `insert into vipfarm_runs (key, id, owner, process, process_start, verb, pools, started_at, state, counts)
     values (?, ?, ?, ?, ?, ?, ?, ?, 'running', '{}') on conflict (key) do nothing`,
    [runKey(run), id, owner, process, processStart, verb, JSON.stringify(run.pools), startedAt],
  );
}

/** The newest first. */
export async function listKeptRuns(queries: Queries): Promise<readonly KeptRun[]> {
  const rows = await queries.query('select * from vipfarm_runs');
  return rows.map(runOf).sort(newestFirst);
}

/** @throws Problem run-unknown when several runs have this id */
export async function findRun(queries: Queries, name: string): Promise<KeptRun | undefined> {
  const rows = await queries.query('select * from vipfarm_runs where key = ? or id = ?', [name, name]);
  const runs = rows.map(runOf).sort(newestFirst);
  const exact = runs.find((run) => run.key === name);
  if (exact !== undefined || runs.length < 2) return exact ?? runs[0];
  const each = runs.map((run) => `${run.key} by ${run.owner}`).join(', ');
  throw new Problem('run-unknown', `${runs.length} runs are called ${name}`, {
    wayOut: `say which: ${each}`,
  });
}

function newestFirst(a: KeptRun, b: KeptRun): number {
  if (a.startedAt === b.startedAt) return a.key < b.key ? 1 : -1;
  return a.startedAt < b.startedAt ? 1 : -1;
}

function runOf(row: Row): KeptRun {
  return present({
    key: textIn(row, 'key'),
    id: textIn(row, 'id'),
    owner: textIn(row, 'owner'),
    process: numberIn(row, 'process'),
    processStart: textOrNothingIn(row, 'process_start'),
    verb: textIn(row, 'verb'),
    pools: JSON.parse(textIn(row, 'pools')) as readonly string[],
    startedAt: textIn(row, 'started_at'),
    endedAt: textOrNothingIn(row, 'ended_at'),
    exitCode: numberOrNothingIn(row, 'exit_code'),
    state: textIn(row, 'state') === 'running' ? 'running' : 'ended',
    counts: JSON.parse(textIn(row, 'counts')) as Readonly<Record<string, number>>,
  });
}
