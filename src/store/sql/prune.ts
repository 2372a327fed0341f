import type { ChainLink } from '../store.ts';
import { appendLink, holdChain } from './chain.ts';
import type { Queries } from './database.ts';
import { textIn } from './rows.ts';

/** Takes out the content of runs, says so in the chain, and lets go of texts that no run needs any more. */
export async function pruneRuns(
  queries: Queries,
  keys: readonly string[],
  who: string,
  now: number,
): Promise<ChainLink> {
  const before = await holdChain(queries);
  const runs: string[] = [];
  for (const key of keys) {
    const gone = await queries.query('delete from vipfarm_runs where key = ? returning key', [key]);
    runs.push(...gone.map((row) => textIn(row, 'key')));
  }
  if (runs.length === 0) return before;
  await queries.query(`delete from vipfarm_blobs where sha256 not in (
    select blob from vipfarm_evidence
    union select checks from vipfarm_hosts where checks is not null
    union select plan from vipfarm_runs where plan is not null
    union select journal from vipfarm_runs where journal is not null)`);
  await queries.query('delete from vipfarm_packs where id not in (select pack from vipfarm_blobs)');
  return appendLink(queries, before, { kind: 'pruning', runs, who, at: now });
}
