import type { Check } from '../../core/check.ts';
import type { SummarizedHost } from '../../core/run-summary.ts';
import type { EvidenceMoment, EvidenceRecord } from '../evidence.ts';
import type { History } from '../store.ts';
import type { Database } from './database.ts';
import { lost, openUnpacker } from './packs.ts';
import { pruneRuns } from './prune.ts';
import { recordInto } from './record.ts';
import { numberIn, present, textIn, textOrNothingIn } from './rows.ts';
import { beginRun, findRun, listKeptRuns } from './runs.ts';
import { verifyChain } from './verify.ts';

export function sqlHistory(database: Database): History {
  return {
    begin: (run) => beginRun(database, run),
    record: (record) => database.transaction((queries) => recordInto(queries, record)),
    list: () => listKeptRuns(database),
    find: (name) => findRun(database, name),
    hosts: (key) => readHosts(database, key),
    evidence: (key) => readEvidence(database, key),
    plan: (key) => readText(database, key, 'plan'),
    journal: (key) => readText(database, key, 'journal'),
    async prune(keys, who, now) {
      const link = await database.transaction((queries) => pruneRuns(queries, keys, who, now));
      await database.shrink();
      return link;
    },
    verify: () => database.snapshot(verifyChain),
  };
}

async function readHosts(database: Database, key: string): Promise<readonly SummarizedHost[]> {
  const rows = await database.query('select * from vipfarm_hosts where run = ? order by seq', [key]);
  const textOf = openUnpacker(database);
  // Hosts that are alike have the same checks.
  const known = new Map<string, readonly Check[]>();
  const hosts: SummarizedHost[] = [];
  for (const row of rows) {
    const sha256 = textOrNothingIn(row, 'checks');
    if (sha256 !== undefined && !known.has(sha256)) {
      known.set(sha256, JSON.parse((await textOf(sha256)) ?? lost(database.place)) as readonly Check[]);
    }
    hosts.push(
      present({
        host: textIn(row, 'host'),
        outcome: textIn(row, 'outcome'),
        reason: textOrNothingIn(row, 'reason'),
        title: textOrNothingIn(row, 'title'),
        checks: sha256 === undefined ? undefined : known.get(sha256),
      }),
    );
  }
  return hosts;
}

const outputsAtOnce = 200;

async function* readEvidence(database: Database, key: string): AsyncGenerator<EvidenceRecord> {
  const textOf = openUnpacker(database);
  for (let read = -1; ; ) {
    const rows = await database.query(
      `select * from vipfarm_evidence where run = ? and seq > ? order by seq limit ${outputsAtOnce}`,
      [key, read],
    );
    for (const row of rows) {
      yield {
        host: textIn(row, 'host'),
        moment: textIn(row, 'moment') as EvidenceMoment,
        at: textIn(row, 'at'),
        text: (await textOf(textIn(row, 'blob'))) ?? lost(database.place),
      };
      read = numberIn(row, 'seq');
    }
    if (rows.length < outputsAtOnce) return;
  }
}

async function readText(
  database: Database,
  key: string,
  column: 'plan' | 'journal',
): Promise<string | undefined> {
  const [row] = await database.query(`select ${column} from vipfarm_runs where key = ?`, [key]);
  const sha256 = row === undefined ? undefined : textOrNothingIn(row, column);
  return sha256 === undefined ? undefined : ((await openUnpacker(database)(sha256)) ?? lost(database.place));
}
