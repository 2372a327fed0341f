import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openStore } from '../../src/store/open-store.ts';
import type { Value } from '../../src/store/sql/database.ts';
import { bindable, openSqlite } from '../../src/store/sql/sqlite.ts';
import { storeContract } from '../contract/store-contract.ts';

const folder = mkdtempSync(join(tmpdir(), 'vipfarm-sqlite-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let count = 0;

storeContract('SQLite', [], async () => {
  count += 1;
  const database = join(folder, `farm${count}`, 'history.db');
  return {
    database,
    open: () => openSqlite(database),
    async tamper(...statements) {
      await using opened = await openSqlite(database);
      for (const statement of statements) await opened.query(statement);
    },
  };
});

describe('the file of the history', () => {
  it('lies beside the runs, and only its owner reads it', async () => {
    const root = join(folder, 'state', 'vipfarm', 'runs');
    await using store = await openStore({ environment: {}, database: undefined, root });
    expect(store.place).toBe(join(folder, 'state', 'vipfarm', 'history.db'));
    for (const file of [store.place, `${store.place}-wal`, `${store.place}-shm`]) {
      expect(statSync(file).mode & 0o777).toBe(0o600);
    }
    expect(statSync(join(folder, 'state', 'vipfarm')).mode & 0o777).toBe(0o700);
  });

  it('that is no database is refused, and left as it is', async () => {
    const file = join(folder, 'notes.txt');
    writeFileSync(file, 'remember the milk\n'.repeat(100));
    chmodSync(file, 0o600);
    const opening = openStore({ environment: { VIPFARM_DATABASE: file }, database: undefined, root: folder });
    await expect(opening).rejects.toMatchObject({ code: 'store-unusable' });
    expect(statSync(file).size).toBe(1800);
  });

  it.each(['postgres:/ops:hunter2@db/farm', 'postgres:ops:hunter2@db', 'POSTGRES://ops:hunter2@db/farm'])(
    'is none that a mistyped address makes: %s',
    async (database) => {
      const opening = openStore({
        environment: { VIPFARM_DATABASE: database },
        database: undefined,
        root: folder,
      });
      await expect(opening).rejects.toMatchObject({ code: 'usage' });
      await expect(opening).rejects.not.toThrow('hunter2');
    },
  );

  it('may have a colon in its name, behind a folder', async () => {
    const file = join(folder, 'farm:1.db');
    await using store = await openStore({ environment: {}, database: file, root: folder });
    expect(store.place).toBe(file);
  });

  it('that is a folder is refused', async () => {
    const opening = openStore({ environment: {}, database: folder, root: folder });
    await expect(opening).rejects.toMatchObject({ code: 'store-unusable' });
  });
});

describe('a value for libsql', () => {
  it.each([true, undefined, Number.NaN, new Date(), {}])(
    'is never %s, which would end the process',
    async (value) => {
      // What the compiler would not let through comes from rows and JSON all the same.
      const smuggled = value as unknown as Value;
      expect(() => bindable(smuggled)).toThrow(TypeError);
      await using database = await openSqlite(join(folder, 'values.db'));
      await expect(database.query('select ? as value', [smuggled])).rejects.toThrow(TypeError);
    },
  );

  it('comes back as it was', async () => {
    await using database = await openSqlite(join(folder, 'values.db'));
    const values = ['text', 'äöü 😀', 1.5, 1_700_000_000_000, null];
    const [row] = await database.query('select ? as a, ? as b, ? as c, ? as d, ? as e', values);
    expect(Object.values(row ?? {}).slice(0, 5)).toEqual(values);
  });
});
