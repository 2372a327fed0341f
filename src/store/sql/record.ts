import { createHash } from 'node:crypto';
import type { ChainLink, RunRecord } from '../store.ts';
import { appendLink, digestOfRun, holdChain, readLink } from './chain.ts';
import type { Queries, Value } from './database.ts';
import { insertAll } from './insert-all.ts';
import { openPacker, type Packer } from './packs.ts';
import { runKey } from './runs.ts';

/** Keeps a run that has ended, and chains it. Call it in a transaction of its own. */
export async function recordInto(queries: Queries, record: RunRecord): Promise<ChainLink> {
  const before = await holdChain(queries);
  const { summary, owner } = record;
  const key = runKey({ id: summary.id, owner, startedAt: summary.startedAt });
  const [recorded] = await queries.query('select position, link from vipfarm_chain where run = ?', [key]);
  if (recorded !== undefined) return readLink(recorded);
  const packer = openPacker(queries);
  const plan = record.plan === undefined ? null : packer.add(record.plan);
  const journal = packer.add(record.journal);
  const row = await writeRun(queries, key, record, plan, journal);
  const hosts = await writeHosts(queries, key, record, packer);
  await packer.flush(true);
  const evidence = await writeEvidence(queries, key, record, packer);
  await packer.flush(true);
  return appendLink(queries, before, { kind: 'run', key, row, hosts, evidence, plan, journal });
}

async function writeRun(
  queries: Queries,
  key: string,
  { owner, process, summary }: RunRecord,
  plan: string | null,
  journal: string,
): Promise<string> {
  const counts: Record<string, number> = {};
  for (const { outcome } of summary.hosts) counts[outcome] = (counts[outcome] ?? 0) + 1;
  const { id, verb, startedAt, endedAt, exitCode } = summary;
  const pools = JSON.stringify(summary.pools);
  const [row] = await queries.query(
    `insert into vipfarm_runs
       (key, id, owner, process, verb, pools, started_at, ended_at, exit_code, state, counts, plan, journal)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, 'ended', ?, ?, ?)
     on conflict (key) do update set
       process = excluded.process, verb = excluded.verb, pools = excluded.pools, ended_at = excluded.ended_at,
       exit_code = excluded.exit_code, state = excluded.state, counts = excluded.counts, plan = excluded.plan,
       journal = excluded.journal
     returning *`,
    [
      ...[key, id, owner, process, verb, pools, startedAt, endedAt, exitCode ?? null],
      ...[JSON.stringify(counts), plan, journal],
    ],
  );
  return digestOfRun(row ?? {});
}

async function writeHosts(
  queries: Queries,
  key: string,
  { summary }: RunRecord,
  packer: Packer,
): Promise<string> {
  const rows = summary.hosts.map(({ host, outcome, reason, title, checks }, seq) => {
    const kept = checks === undefined ? null : packer.add(JSON.stringify(checks));
    return [key, seq, host, outcome, storable(reason), storable(title), kept];
  });
  const columns = 'run, seq, host, outcome, reason, title, checks';
  await insertAll(queries, `vipfarm_hosts (${columns})`, rows);
  const digest = createHash('sha256');
  for (const row of rows) digest.update(lineOf(row));
  return digest.digest('hex');
}

/** What hosts say may hold what a text in a database cannot: a NUL, half a character. */
function storable(text: string | undefined): string | null {
  return text === undefined ? null : Buffer.from(text).toString().replaceAll('\0', '\ufffd');
}

/** Rows that are written together, so that a large run is never in memory as a whole. */
const outputsAtOnce = 200;

async function writeEvidence(
  queries: Queries,
  key: string,
  { evidence }: RunRecord,
  packer: Packer,
): Promise<string> {
  const digest = createHash('sha256');
  const into = 'vipfarm_evidence (run, seq, host, moment, at, blob)';
  let rows: Value[][] = [];
  let seq = 0;
  for await (const { host, moment, at, text } of evidence) {
    const row = [key, seq, host, moment, at, packer.add(text)];
    digest.update(lineOf(row));
    rows.push(row);
    seq += 1;
    await packer.flush(false);
    if (rows.length < outputsAtOnce) continue;
    await insertAll(queries, into, rows);
    rows = [];
  }
  await insertAll(queries, into, rows);
  return digest.digest('hex');
}

/** The digests of what is in the tables now, made in the same way as when it was written. */
export async function digestOfHosts(queries: Queries, key: string): Promise<string> {
  const columns = 'run, seq, host, outcome, reason, title, checks';
  return digestOfRows(queries, `select ${columns} from vipfarm_hosts where run = ? order by seq`, key);
}

export async function digestOfEvidence(queries: Queries, key: string): Promise<string> {
  const columns = 'run, seq, host, moment, at, blob';
  return digestOfRows(queries, `select ${columns} from vipfarm_evidence where run = ? order by seq`, key);
}

async function digestOfRows(queries: Queries, sql: string, key: string): Promise<string> {
  const digest = createHash('sha256');
  for (const row of await queries.query(sql, [key])) digest.update(lineOf(Object.values(row)));
  return digest.digest('hex');
}

/** Without the key of the run: the link has it. */
function lineOf(row: readonly unknown[]): string {
  return `${JSON.stringify(row.slice(1))}\n`;
}
