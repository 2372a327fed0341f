import { afterAll, beforeAll, expect, it } from 'vitest';
import { openStore } from '../../src/store/open-store.ts';
import { openPostgresql } from '../../src/store/sql/postgresql.ts';
import { storeContract } from '../contract/store-contract.ts';
import { describeWith } from '../describe-with.ts';
import { missing } from '../prerequisites.ts';
import { aRun } from './a-run.ts';
import { type Cluster, startCluster, withClient } from './postgresql-cluster.ts';

const needs = ['postgresql', 'setpriv'];
let cluster: Cluster | undefined;

beforeAll(async () => {
  if (missing(...needs) === undefined) cluster = await startCluster();
});
afterAll(() => cluster?.[Symbol.asyncDispose]());

storeContract('PostgreSQL', needs, async () => {
  const database = (await cluster?.makeDatabase()) ?? '';
  return {
    database,
    open: () => openPostgresql(database),
    tamper: (...statements) =>
      withClient(database, async (client) => {
        for (const statement of statements) await client.query(statement);
      }),
  };
});

describeWith(needs, 'a PostgreSQL server', () => {
  it('that does not answer is a problem of the store, and its message has no password', async () => {
    const database = 'postgres://ops:hunter2@127.0.0.1:1/farm';
    const opening = openStore({ environment: {}, database, root: '/nowhere' });
    await expect(opening).rejects.toMatchObject({ code: 'store-unusable' });
    await expect(opening).rejects.toThrow('postgres://127.0.0.1:1/farm');
    await expect(opening).rejects.not.toThrow('hunter2');
  });

  it('that drops its connections is asked again over a new one', async () => {
    const database = (await cluster?.makeDatabase()) ?? '';
    await using store = await openStore({ environment: {}, database, root: '/nowhere' });
    await store.history.record(aRun(0));
    await withClient(database, (client) =>
      client.query('select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()'),
    );
    await store.history.record(aRun(1)).catch(() => store.history.record(aRun(1)));
    expect((await store.history.verify()).faults).toEqual([]);
    expect(await store.history.list()).toHaveLength(2);
  });

  it('is named by an address of either spelling, and no other', async () => {
    const database = ((await cluster?.makeDatabase()) ?? '').replace('postgres:', 'postgresql:');
    await using store = await openStore({
      environment: { VIPFARM_DATABASE: database },
      database: undefined,
      root: '/nowhere',
    });
    expect(store.place).toMatch(/^postgres:\/\/127\.0\.0\.1:\d+\/farm/);
    const wrong = openStore({ environment: {}, database: 'mysql://ops:hunter2@db/farm', root: '/nowhere' });
    await expect(wrong).rejects.toMatchObject({ code: 'usage' });
    await expect(wrong).rejects.not.toThrow('hunter2');
  });
});
