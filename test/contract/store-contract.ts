import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Holder } from '../../src/core/lease.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Database, Queries } from '../../src/store/sql/database.ts';
import { sqlHistory } from '../../src/store/sql/history.ts';
import type { Store } from '../../src/store/store.ts';
import { describeWith } from '../describe-with.ts';
import { aCheck, aRun, gather, outputOf, outputsOf } from '../store/a-run.ts';
import { chainContract, pruningContract } from './chain-contract.ts';

/** A database with nothing in it. */
export interface Ground {
  /** As --database takes it. */
  readonly database: string;
  /** A connection of its own, below the store. */
  open(): Promise<Database>;
  /** Runs statements past the store, as somebody who wants to hide something would. */
  tamper(...statements: readonly string[]): Promise<void>;
}

const contender = new URL('../store/contender.ts', import.meta.url).pathname;
const run = promisify(execFile);

/** What any database must give as a store. `make` is called before each test. */
export function storeContract(name: string, needs: readonly string[], make: () => Promise<Ground>): void {
  describeWith(needs, `a store in ${name}`, () => {
    let ground: Ground;
    let store: Store;
    beforeEach(async () => {
      ground = await make();
      store = await openStore({ environment: {}, database: ground.database, root: '/nowhere' });
    });
    afterEach(() => store[Symbol.asyncDispose]());

    const compete = async (task: string, number: number): Promise<readonly string[]> => {
      const words = ['--import', 'tsx', contender, task, ground.database, String(number)];
      const { stdout } = await run(process.execPath, words);
      return stdout.split('\n').filter((line) => line !== '');
    };

    leases(() => store, compete);
    history(() => store);
    chainContract(
      () => store,
      (...statements) => ground.tamper(...statements),
    );
    pruningContract(() => store);

    it('verifies what was there at one moment, while runs are recorded and pruned beside it', async () => {
      for (const minute of [0, 1, 2]) await store.history.record(aRun(minute));
      const keys = (await store.history.list()).map(({ key }) => key);
      let count = 3;
      await using database = await ground.open();
      const busy = disturbed(database, async () => {
        await store.history.record(aRun(count));
        await store.history.prune([keys.pop() ?? ''], 'ops@admin1', noon);
        count += 1;
      });
      expect(await sqlHistory(busy).verify()).toMatchObject({ runs: 3, pruned: 0, faults: [] });
      expect(count).toBeGreaterThan(5);
    });

    it('makes its tables once, however many processes open it first', async () => {
      ground = await make();
      const places = await Promise.all([0, 1, 2, 3].map((number) => compete('open', number)));
      expect(new Set(places.flat()).size).toBe(1);
    });

    it('refuses tables that a newer version made', async () => {
      await ground.tamper('insert into vipfarm_migrations (number) values (1000)');
      const opening = openStore({ environment: {}, database: ground.database, root: '/nowhere' });
      await expect(opening).rejects.toMatchObject({ code: 'store-unusable' });
    });

    it('has all that it acknowledged, and a whole chain, when those who write are killed', async () => {
      const acknowledged = await Promise.all(
        [0, 1].map((number) => killedRecording(ground.database, number)),
      );
      const { links, faults } = await store.history.verify();
      expect(faults).toEqual([]);
      const known = new Set(links.map(({ link }) => link));
      expect(acknowledged.flat().filter((link) => !known.has(link))).toEqual([]);
      expect(acknowledged.flat().length).toBeGreaterThan(5);
    });
  });
}

/** A database beside which something happens after each query. */
function disturbed(database: Database, happen: () => Promise<void>): Database {
  const beside = ({ query }: Queries): Queries => ({
    async query(sql, values) {
      const rows = await query(sql, values);
      await happen();
      return rows;
    },
  });
  return {
    ...database,
    ...beside(database),
    snapshot: (work) => database.snapshot((queries) => work(beside(queries))),
  };
}

/** The links that a process printed before it was killed in the middle of its work. */
async function killedRecording(database: string, number: number): Promise<readonly string[]> {
  const words = ['--import', 'tsx', contender, 'record', database, String(number)];
  const writer = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(writer, 'exit');
  const lines: string[] = [];
  for await (const line of createInterface({ input: writer.stdout })) {
    lines.push(line);
    if (lines.length === 7 + number) writer.kill('SIGKILL');
  }
  await ended;
  return lines;
}

const holder: Holder = {
  ...{ run: '20261122-2310-web', owner: 'ops@admin1', command: 'vipfarm apply web' },
  ...{ process: 4711, processStart: 'a boot 815' },
};
const other: Holder = {
  run: '20261122-2311-web',
  owner: 'eve@admin2',
  command: 'vipfarm apply web',
  process: 815,
};
const noon = Date.UTC(2026, 10, 22, 12);

function leases(
  opened: () => Store,
  compete: (task: string, number: number) => Promise<readonly string[]>,
): void {
  const take = (who: Holder, now: number) => opened().leases.take('web', who, now, 60_000);

  it('grants a lease to one, and tells the next who holds it', async () => {
    const first = await take(holder, noon);
    expect(first).toEqual({
      granted: true,
      lease: { pool: 'web', fence: noon, holder, since: noon, heartbeat: noon, expires: noon + 60_000 },
    });
    expect(await take(other, noon + 59_999)).toEqual({ ...first, granted: false });
    expect((await opened().leases.take('mail', other, noon, 60_000)).granted).toBe(true);
    expect((await opened().leases.list()).map((lease) => lease.pool)).toEqual(['mail', 'web']);
  });

  it('puts the expiry off when it is renewed, and only for its holder', async () => {
    const { lease } = await take(holder, noon);
    expect(await opened().leases.renew(lease, noon + 50_000)).toBe(true);
    expect((await take(other, noon + 109_999)).lease).toMatchObject({ holder, heartbeat: noon + 50_000 });
    expect((await take(other, noon + 110_000)).granted).toBe(true);
    expect(await opened().leases.renew(lease, noon + 110_001)).toBe(false);
    expect(await opened().leases.release(lease)).toBe(false);
    expect((await opened().leases.list()).map((held) => held.holder.owner)).toEqual(['eve@admin2']);
  });

  it('gives each grant a higher fence, also when the clock has been set back', async () => {
    const fences: number[] = [];
    for (const now of [noon, noon, noon - 3_600_000, noon + 7]) {
      const { lease } = await take(holder, now);
      fences.push(lease.fence);
      await opened().leases.release(lease);
    }
    expect(fences).toEqual([noon, noon + 1, noon + 2, noon + 7]);
    expect(await opened().leases.list()).toEqual([]);
  });

  it('breaks a lease, and keeps who did it and why', async () => {
    const { lease } = await take(holder, noon);
    expect(await opened().leases.break('web', 'eve@admin2', 'admin1 is down', noon + 5)).toEqual(lease);
    expect(await opened().leases.break('web', 'eve@admin2', 'again', noon + 6)).toBeUndefined();
    expect(await opened().leases.renew(lease, noon + 7)).toBe(false);
    expect((await take(other, noon)).lease.fence).toBe(noon + 1);
    expect(await opened().leases.breaks()).toEqual([
      {
        ...{ pool: 'web', fence: noon, run: holder.run, owner: holder.owner },
        ...{ who: 'eve@admin2', why: 'admin1 is down', at: noon + 5 },
      },
    ]);
  });

  it('never grants one fence to two of four processes that want it at once', async () => {
    const fences = (await Promise.all([0, 1, 2, 3].map((number) => compete('take', number)))).flat();
    expect(fences).toHaveLength(160);
    expect(new Set(fences).size).toBe(160);
  });
}

function history(opened: () => Store): void {
  it('gives back what was recorded', async () => {
    const reason = 'no route to host';
    const hosts = [
      {
        host: 'web02',
        outcome: 'drift',
        title: 'Debian 12, netplan',
        checks: [aCheck({ verdict: 'wrong' })],
      },
      { host: 'web01', outcome: 'unreachable', reason },
    ];
    const text = outputOf('web02', 'now');
    const evidence = [
      { host: 'web02', moment: 'before' as const, at: '2026-11-22T03:00:01.000Z', text },
      {
        host: 'web02',
        moment: 'after' as const,
        at: '2026-11-22T03:00:02.000Z',
        text: '\u0001 äöü 😀 \\ \n',
      },
      { host: 'web02', moment: 'change' as const, at: '2026-11-22T03:00:03.000Z', text },
    ];
    async function* given() {
      yield* evidence;
    }
    const record = { ...aRun(0, { hosts, exitCode: 4 }), plan: '{ "version": 1 }', evidence: given() };
    await opened().history.record(record);
    const kept = await opened().history.find('20261122-0300-web');
    expect(kept).toMatchObject({
      ...{ id: '20261122-0300-web', owner: 'ops@admin1', process: 4711, verb: 'audit', pools: ['web'] },
      ...{
        state: 'ended',
        startedAt: record.summary.startedAt,
        endedAt: record.summary.endedAt,
        exitCode: 4,
      },
      counts: { drift: 1, unreachable: 1 },
    });
    const key = kept?.key ?? '';
    expect(await opened().history.hosts(key)).toEqual(hosts);
    expect(await gather(opened().history.evidence(key))).toEqual(evidence);
    expect(await opened().history.plan(key)).toBe(record.plan);
    expect(await opened().history.journal(key)).toBe(record.journal);
  });

  it('takes a reason that is no text for a database, and knows it again', async () => {
    const reason = 'exec format error: \u007fELF\u0000\ud83d';
    await opened().history.record(aRun(0, { hosts: [{ host: 'web01', outcome: 'failed', reason }] }));
    const [kept] = await opened().history.list();
    const hosts = await opened().history.hosts(kept?.key ?? '');
    expect(hosts[0]?.reason).toBe('exec format error: \u007fELF\ufffd\ufffd');
    expect((await opened().history.verify()).faults).toEqual([]);
  });

  it('keeps every output of a run of more hosts than fit into one statement', async () => {
    const hosts = Array.from({ length: 450 }, (_, index) => `web${index}`);
    await opened().history.record({ ...aRun(0, { count: 450 }), evidence: outputsOf(hosts, 'now') });
    const [kept] = await opened().history.list();
    const records = await gather(opened().history.evidence(kept?.key ?? ''));
    expect(records.map(({ text }) => text)).toEqual(hosts.map((host) => outputOf(host, 'now')));
    expect(await opened().history.hosts(kept?.key ?? '')).toHaveLength(450);
  });

  it('tells that a run has begun, until it is recorded', async () => {
    const { owner, process: pid, summary } = aRun(0);
    const { id, verb, pools, startedAt } = summary;
    const by = { owner, process: pid, processStart: 'a boot 815' };
    await opened().history.begin({ ...by, id, verb, pools, startedAt });
    expect(await opened().history.list()).toMatchObject([{ ...by, id, state: 'running', counts: {} }]);
    await opened().history.record(aRun(0));
    expect(await opened().history.list()).toMatchObject([{ id, state: 'ended', counts: { ok: 3 } }]);
  });

  it('records a run once', async () => {
    const first = await opened().history.record(aRun(0));
    await opened().history.record(aRun(1));
    expect(await opened().history.record(aRun(0))).toEqual(first);
    expect(await opened().history.list()).toHaveLength(2);
  });

  it('tells runs of one id apart by their owners', async () => {
    await opened().history.record(aRun(0));
    await opened().history.record({ ...aRun(0), owner: 'ops@admin2' });
    await expect(opened().history.find('20261122-0300-web')).rejects.toMatchObject({ code: 'run-unknown' });
    const [one] = await opened().history.list();
    expect(await opened().history.find(one?.key ?? '')).toEqual(one);
    expect(await opened().history.find('20261122-0301-web')).toBeUndefined();
  });

  it('keeps nothing of a run whose recording fails half-way', async () => {
    async function* failing() {
      yield* outputsOf(['web01'], 'now');
      throw new Error('the disk is gone');
    }
    const recording = opened().history.record({ ...aRun(0), evidence: failing() });
    await expect(recording).rejects.toThrow('the disk is gone');
    expect(await opened().history.list()).toEqual([]);
    await opened().history.record(aRun(0));
    expect((await opened().history.verify()).faults).toEqual([]);
  });
}
