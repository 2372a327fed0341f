import { Problem } from '../../core/problem.ts';
import type { Database, Queries } from './database.ts';
import { type Migration, migrations } from './migrations.ts';
import { numberIn } from './rows.ts';

const table = 'vipfarm_migrations';

/** Brings the tables up to date; any number of processes may do so at once. @throws Problem store-unusable */
export async function migrate(database: Database, wanted: readonly Migration[] = migrations): Promise<void> {
  const newest = wanted.at(-1)?.number ?? 0;
  if ((await reached(database, database)) === newest) return;
  await database.transaction(async (queries) => {
    if (database.lockTables !== undefined) await queries.query(database.lockTables);
    const before = await reached(database, queries);
    if (before > newest) throw tooNew(database.place);
    await queries.query(`create table if not exists ${table} (number bigint primary key)`);
    for (const { number, statements } of wanted.filter((one) => one.number > before)) {
      for (const statement of statements) await queries.query(statement);
      await queries.query(`insert into ${table} (number) values (?)`, [number]);
    }
  });
}

async function reached({ findTable }: Database, queries: Queries): Promise<number> {
  const tables = await queries.query(findTable, [table]);
  if (tables.length === 0) return 0;
  const [row] = await queries.query(`select coalesce(max(number), 0) as number from ${table}`);
  return row === undefined ? 0 : numberIn(row, 'number');
}

function tooNew(place: string): Problem {
  return new Problem('store-unusable', `the history at ${place} was made by a newer vipfarm`, {
    wayOut: 'use that version here too',
  });
}
