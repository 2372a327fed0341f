import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import type Libsql from 'libsql';
import type { Database, Queries, Row, Value } from './database.ts';
import { unusable } from './unusable.ts';

/** How long a statement waits for another process that writes. */
const busyMilliseconds = 10_000;

/** Opens, and makes if need be, a file that only its owner reads. @throws Problem store-unusable */
export async function openSqlite(file: string): Promise<Database> {
  const { default: Library } = await import('libsql');
  const database = attempt(file, () => {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    // SQLite gives its other files the mode of this one.
    closeSync(openSync(file, 'a', 0o600));
    const opened = new Library(file);
    opened.exec(`pragma busy_timeout = ${busyMilliseconds}`);
    opened.exec('pragma auto_vacuum = incremental');
    opened.exec('pragma journal_mode = wal');
    opened.exec('pragma synchronous = full');
    opened.exec('pragma foreign_keys = on');
    // In KiB. Nothing is read twice, and by itself SQLite keeps 2 MB.
    opened.exec('pragma cache_size = -512');
    return opened;
  });
  const turns = takeTurns();
  const queries: Queries = {
    query: async (sql, values = []) => attempt(file, () => execute(database, sql, values)),
  };
  function within<T>(begin: string, work: (queries: Queries) => Promise<T>): Promise<T> {
    return turns(async () => {
      attempt(file, () => database.exec(begin));
      try {
        const result = await work(queries);
        attempt(file, () => database.exec('commit'));
        return result;
      } catch (thrown) {
        // A full disk may have ended the transaction already.
        if (database.inTransaction) attempt(file, () => database.exec('rollback'));
        throw thrown;
      }
    });
  }
  return {
    place: file,
    findTable: "select 1 from sqlite_master where type = 'table' and name = ?",
    lockTables: undefined,
    query: (sql, values) => turns(() => queries.query(sql, values)),
    // A deferred transaction that reads before it writes fails at once under competition.
    transaction: (work) => within('begin immediate', work),
    // From its first query on; writers need not wait for it.
    snapshot: (work) => within('begin deferred', work),
    shrink: () =>
      turns(async () => {
        attempt(file, () => database.exec('pragma incremental_vacuum'));
      }),
    async [Symbol.asyncDispose]() {
      await turns(async () => {
        database.close();
      });
    },
  };
}

function execute(database: Libsql.Database, sql: string, values: readonly Value[]): readonly Row[] {
  const statement = database.prepare(sql);
  const bound = values.map(bindable);
  if (statement.reader) return statement.all(bound).filter(isRow);
  statement.run(bound);
  return [];
}

/** libsql aborts the whole process at a boolean, and nothing could catch that. @throws TypeError */
export function bindable(value: Value): string | number | Buffer | null {
  if (value === null || typeof value === 'string') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  throw new TypeError(`a database takes no ${typeof value}: ${String(value)}`);
}

function isRow(row: unknown): row is Row {
  return typeof row === 'object' && row !== null;
}

/** There is one connection: a statement waits until the transaction before it has ended. */
function takeTurns(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  };
}

function attempt<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof TypeError) throw cause;
    throw unusable(file, cause);
  }
}
