import { dirname, join } from 'node:path';
import { Problem } from '../core/problem.ts';
import type { Database } from './sql/database.ts';
import type { Store } from './store.ts';

export interface StoreOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** What --database says; VIPFARM_DATABASE counts without it, and without both the file beside the runs. */
  readonly database: string | undefined;
  /** The folder that holds all runs. */
  readonly root: string;
}

/** Opens the store and brings its tables up to date. @throws Problem usage, store-unusable */
export async function openStore(options: StoreOptions): Promise<Store> {
  const database = await openDatabase(options);
  try {
    const { migrate } = await import('./sql/migrate.ts');
    await migrate(database);
    const { sqlHistory } = await import('./sql/history.ts');
    const { sqlLeases } = await import('./sql/leases.ts');
    return {
      place: database.place,
      leases: sqlLeases(database),
      history: sqlHistory(database),
      [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
    };
  } catch (thrown) {
    await database[Symbol.asyncDispose]();
    throw thrown;
  }
}

/** Whether the store is one that several machines share. */
export function isShared({ environment, database }: StoreOptions): boolean {
  return isAddress(database ?? environment['VIPFARM_DATABASE'] ?? '');
}

async function openDatabase({ environment, database, root }: StoreOptions): Promise<Database> {
  const wanted = database ?? environment['VIPFARM_DATABASE'] ?? '';
  if (isAddress(wanted)) return (await import('./sql/postgresql.ts')).openPostgresql(wanted);
  // The address is not repeated: it may hold a password.
  if (hasScheme(wanted)) {
    throw new Problem('usage', 'the address of the database is not one that vipfarm knows', {
      wayOut:
        'use postgres://HOST/NAME, or the path of a file for SQLite, with ./ before a name that has a colon',
    });
  }
  const file = wanted === '' ? join(dirname(root), 'history.db') : wanted;
  return (await import('./sql/sqlite.ts')).openSqlite(file);
}

function isAddress(database: string): boolean {
  return /^postgres(ql)?:\/\//.test(database);
}

/**
 * Whether it is meant as an address. One with a slash too few must not become a file of that name, whose locks nobody
 * else sees. A single letter is a drive of Windows.
 */
function hasScheme(database: string): boolean {
  return /^[a-z][a-z0-9+.-]+:/i.test(database);
}
