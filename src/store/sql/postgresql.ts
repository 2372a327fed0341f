import type { Client, Pool, PoolClient } from 'pg';
import type { Database, Queries, Row, Value } from './database.ts';
import { unusable } from './unusable.ts';

/** A statement that takes longer than this has failed: a run must not wait for ever for its history. */
const statementMilliseconds = 60_000;

/** The type of `bigint` and of `count(*)`, which come as texts unless told otherwise. Ours fit into a number. */
const bigint = 20;

/** Opens connections as they are needed. @throws Problem store-unusable at the first statement */
export async function openPostgresql(address: string): Promise<Database> {
  const { default: Library } = await import('pg');
  const place = placeOf(address);
  const pool = new Library.Pool({
    connectionString: address,
    max: 4,
    connectionTimeoutMillis: 10_000,
    query_timeout: statementMilliseconds,
    keepAlive: true,
    application_name: 'vipfarm',
    types: {
      getTypeParser: (type: number) => (type === bigint ? Number : Library.types.getTypeParser(type, 'text')),
    },
  });
  // An idle connection that breaks is found out by the next statement; without a listener it would end the process.
  pool.on('error', () => undefined);
  const queries = (on: Pool | PoolClient) => ({
    query: (sql: string, values: readonly Value[] = []) => attempt(place, () => execute(on, sql, values)),
  });
  async function within<T>(begin: string, work: (queries: Queries) => Promise<T>): Promise<T> {
    const client = await attempt(place, () => pool.connect());
    let broken = false;
    try {
      await attempt(place, () => client.query(begin));
      const result = await work(queries(client));
      await attempt(place, () => client.query('commit'));
      return result;
    } catch (thrown) {
      await client.query('rollback').catch(() => {
        broken = true;
      });
      throw thrown;
    } finally {
      client.release(broken);
    }
  }
  return {
    place,
    // Not to_regclass: it asks a cache that may not know yet what was made while we waited for the lock.
    findTable:
      'select 1 from pg_catalog.pg_tables where tablename = ? and schemaname = any (current_schemas(false))',
    lockTables: 'select pg_advisory_xact_lock(836472901)',
    query: queries(pool).query,
    transaction: (work) => within('begin', work),
    snapshot: (work) => within('begin isolation level repeatable read read only', work),
    // The server sees to that itself.
    shrink: async () => undefined,
    [Symbol.asyncDispose]: () => pool.end(),
  };
}

async function execute(
  on: Pick<Client, 'query'>,
  sql: string,
  values: readonly Value[],
): Promise<readonly Row[]> {
  let count = 0;
  const numbered = sql.replaceAll('?', () => {
    count += 1;
    return `$${count}`;
  });
  const { rows } = await on.query<Record<string, unknown>>(numbered, [...values]);
  return rows;
}

/** The address without user, password and options. */
function placeOf(address: string): string {
  try {
    const { host, pathname } = new URL(address);
    return `postgres://${host}${pathname}`;
  } catch {
    return 'the PostgreSQL server';
  }
}

async function attempt<T>(place: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw unusable(place, cause);
  }
}
