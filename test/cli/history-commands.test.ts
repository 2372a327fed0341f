import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openStore } from '../../src/store/open-store.ts';
import { recordRun } from '../../src/store/record-run.ts';
import { openRunFolder } from '../../src/store/run-folder.ts';
import { startProgram } from '../running-program.ts';
import { aCheck } from '../store/a-run.ts';
import { runVipfarm, vipfarmCommand } from './vipfarm.ts';

// Several starts of the program in one test, and those are slow on a loaded machine.
vi.setConfig({ testTimeout: 240_000 });

const ajv = new Ajv({ allErrors: true, allowUnionTypes: true });
ajv.addSchema(JSON.parse(readFileSync('docs/output.schema.json', 'utf8')), 'output');

let state = '';
beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), 'vipfarm-history-'));
});
afterEach(() => rmSync(state, { recursive: true, force: true }));

const root = () => join(state, 'vipfarm', 'runs');
const open = () => openStore({ environment: {}, database: undefined, root: root() });

const vipfarm = (...words: readonly string[]) =>
  runVipfarm(words, { XDG_STATE_HOME: state, VIPFARM_DATABASE: '' });

/** The same with --output json, which must be as the schema says. */
async function inJson(...words: readonly string[]) {
  const { code, stdout } = await vipfarm(...words, '--output', 'json');
  const output = JSON.parse(stdout);
  const definition = ajv.getSchema(`output#/definitions/${words[0]}-${words[1]}`);
  definition?.(output);
  expect(definition === undefined ? 'no definition' : (definition.errors ?? [])).toEqual([]);
  return { code, output };
}

/** An audit of two hosts in the night of a day of November, recorded. */
async function audit(day: number, found: string): Promise<string> {
  const at = new Date(Date.UTC(2024, 10, day, 3)).toISOString();
  const folder = openRunFolder({
    root: root(),
    name: 'web',
    now: new Date(2024, 10, day, 3),
    redact: (text) => text,
  });
  folder.journal({ kind: 'run-started', run: folder.id, verb: 'audit', hosts: ['web01', 'web02'] });
  for (const host of ['web01', 'web02']) folder.keep(host, 'before', `${host} says ${found}\n`);
  folder.close({
    ...{ id: folder.id, verb: 'audit', startedAt: at, endedAt: at, exitCode: 0, pools: ['web'] },
    hosts: ['web01', 'web02'].map((host) => ({
      host,
      outcome: 'ok',
      title: 'Debian 12',
      checks: [aCheck({ found })],
    })),
  });
  await using store = await open();
  expect(await recordRun(store, folder.path)).toBeUndefined();
  return folder.id;
}

describe('vipfarm runs', () => {
  it('lists, shows and compares what was recorded, also without the folders', async () => {
    const first = await audit(20, 'lo');
    const second = await audit(21, 'dummy0');
    rmSync(root(), { recursive: true });
    expect((await vipfarm('runs', 'list')).stdout).toBe(
      `${second}  audit  exit 0  2 ok\n${first}  audit  exit 0  2 ok\n`,
    );
    expect((await inJson('runs', 'list')).output.runs).toHaveLength(2);
    expect((await vipfarm('runs', 'show', first)).stdout).toContain('  ok  web[01-02]\n');
    expect((await inJson('runs', 'show', first)).output.hosts).toHaveLength(2);
    expect((await vipfarm('runs', 'evidence', first, 'web02')).stdout).toContain('web02 says lo\n');
    expect((await inJson('runs', 'evidence', first)).output.records).toHaveLength(2);
    expect(await vipfarm('runs', 'diff', first, second)).toMatchObject({
      code: 2,
      stdout: `${first} -> ${second}\nweb[01-02]  (2)  ok\n  192.0.2.100 is on lo: lo -> dummy0\n`,
    });
    expect((await inJson('runs', 'diff', first, first)).code).toBe(0);
    expect((await inJson('runs', 'diff', first, second)).output.hosts).toHaveLength(2);
    expect(await vipfarm('runs', 'show', 'none')).toMatchObject({ code: 64 });
  });

  it('compares no run that came to no end', async () => {
    const first = await audit(20, 'lo');
    const { id } = openRunFolder({ root: root(), name: 'web', now: new Date(), redact: (text) => text });
    for (const words of [
      [first, id],
      [id, first],
      [id, id],
    ]) {
      expect(await vipfarm('runs', 'diff', ...words)).toMatchObject({
        code: 64,
        stderr: `vipfarm: run ${id} came to no end, so there is nothing to compare; vipfarm runs show ${id}\n`,
      });
    }
  });

  it('ends with 9 where the evidence cannot be written to, and says what to do', async () => {
    const run = await audit(20, 'lo');
    const file = join(state, 'file');
    writeFileSync(file, 'no folder');
    expect(await vipfarm('runs', 'evidence', run, 'web01', '--to', join(file, 'x'))).toMatchObject({
      code: 9,
      stdout: '',
      stderr: expect.stringMatching(/^vipfarm: the evidence could not be written to .*; name a place .*\n$/),
    });
  });

  it('prunes only when it is told to, and says what an anchor is worth', async () => {
    const first = await audit(20, 'lo');
    const anchor = (await inJson('runs', 'verify')).output.newest.link;
    await audit(21, 'lo');
    const dry = await vipfarm('runs', 'prune', '--older-than', '0d', '--keep', '1');
    expect(dry).toMatchObject({ code: 2, stdout: expect.stringContaining(`  ${first}  audit`) });
    expect(readdirSync(root())).toHaveLength(2);
    expect(
      (await inJson('runs', 'prune', '--older-than', '0d', '--keep', '1', '--yes')).output,
    ).toMatchObject({
      ...{ exitCode: 0, pruned: true, runs: [first], link: { position: 3 } },
    });
    expect(readdirSync(root())).toHaveLength(1);
    expect(await vipfarm('runs', 'verify', '--anchor', anchor)).toMatchObject({ code: 0 });
    const forged = await inJson('runs', 'verify', '--anchor', 'f'.repeat(64));
    expect(forged).toMatchObject({ code: 2, output: { faults: [{ kind: 'missing', position: 0 }] } });
    expect(await vipfarm('runs', 'prune')).toMatchObject({ code: 64 });
  });

  it('leaves an audit alone that goes on, and sees when it was killed', async () => {
    // A host that takes the connection and never says who it is.
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const place = server.address();
    const port = typeof place === 'object' ? place?.port : undefined;
    const file = join(state, 'inventory.yaml');
    const pools = { web: { vips: ['192.0.2.100'], members: ['web01'] } };
    writeFileSync(
      file,
      JSON.stringify({ version: 1, hosts: { web01: { address: '127.0.0.1', port } }, pools }),
    );
    const environment = { XDG_STATE_HOME: state, VIPFARM_DATABASE: '' };
    const program = startProgram([...vipfarmCommand, 'audit', 'web', '-i', file], environment);
    try {
      await Promise.race([once(server, 'connection'), program.ended]);
      // It must not come to its deadline while it is looked at.
      program.process.kill('SIGSTOP');
      expect((await inJson('runs', 'list')).output.runs).toMatchObject([
        { verb: 'audit', state: 'running', by: { process: program.process.pid } },
      ]);
      expect(await vipfarm('runs', 'prune', '--older-than', '0d', '--yes')).toMatchObject({ code: 0 });
      expect(readdirSync(root())).toHaveLength(1);
      program.process.kill('SIGKILL');
      await program.ended;
      expect((await vipfarm('runs', 'list')).stdout).toContain('cut off');
      expect(await vipfarm('runs', 'prune', '--older-than', '0d', '--yes')).toMatchObject({ code: 0 });
      expect(readdirSync(root())).toEqual([]);
    } finally {
      program.process.kill('SIGKILL');
      server.close();
    }
  });

  it('shows the folders when the file of the history is unusable, and ends with 9 where it is needed', async () => {
    const first = await audit(20, 'lo');
    for (const file of readdirSync(join(state, 'vipfarm')).filter((name) => name.startsWith('history.db'))) {
      writeFileSync(join(state, 'vipfarm', file), 'not a database at all\n'.repeat(300));
    }
    const list = await vipfarm('runs', 'list');
    expect(list).toMatchObject({ code: 0, stdout: `${first}  audit  exit 0  2 ok (only in its folder)\n` });
    expect(list.stderr).toContain('history.db cannot be used');
    expect(await vipfarm('runs', 'verify')).toMatchObject({ code: 9 });
    expect(await vipfarm('locks', 'list')).toMatchObject({ code: 9 });
  });
});

describe('vipfarm locks', () => {
  it('shows who holds what, and breaks it only with a reason and a yes', async () => {
    const holder = {
      run: '20261122-2310-web',
      owner: 'ops@admin1',
      command: 'vipfarm apply web',
      process: 4711,
    };
    await using store = await open();
    await store.leases.take('web', holder, Date.now(), 3_600_000);
    await store.leases.take('mail', holder, 1, 1);
    const list = await vipfarm('locks', 'list');
    expect(list.stdout).toMatch(/^mail {2}ops@admin1, vipfarm apply web, run 20261122-2310-web .*expired/);
    expect(list.stdout).toMatch(/\nweb {3}ops@admin1, .* fence \d+\n$/);
    expect((await inJson('locks', 'list')).output.locks).toMatchObject([
      { expired: true },
      { expired: false },
    ]);
    expect(await vipfarm('locks', 'break', 'web', '--yes')).toMatchObject({ code: 64 });
    expect(await vipfarm('locks', 'break', 'web', '--why', 'it is dead')).toMatchObject({ code: 64 });
    expect(await store.leases.list()).toHaveLength(2);
    const broken = await inJson('locks', 'break', 'web', '--why', 'it is dead', '--yes');
    expect(broken).toMatchObject({ code: 0, output: { broken: { pool: 'web', holder } } });
    expect(await vipfarm('locks', 'break', 'web', '--why', 'it is dead', '--yes')).toMatchObject({
      code: 64,
    });
    expect((await vipfarm('locks', 'list')).stdout).toMatch(
      /Broken:\n {2}web of ops@admin1, .*: it is dead\n$/,
    );
  });
});
