import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { renderPlan } from '../../src/planning/read-plan.ts';
import { openStore } from '../../src/store/open-store.ts';
import { operator } from '../../src/store/operator.ts';
import { openRunFolder, type RunFolder } from '../../src/store/run-folder.ts';
import { aPlan, aStep, toChange } from '../planning/a-plan.ts';
import { startProgram } from '../running-program.ts';
import { startSilentHost } from './silent-host.ts';
import { runVipfarm, vipfarmCommand } from './vipfarm.ts';

// Several starts of the program in one test, and those are slow on a loaded machine.
vi.setConfig({ testTimeout: 240_000 });

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vipfarm-changing-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const environment = () => ({ XDG_STATE_HOME: folder, VIPFARM_DATABASE: '' });
const root = () => join(folder, 'vipfarm', 'runs');
const vipfarm = (...words: readonly string[]) => runVipfarm(words, environment());

/** The pool web of these members, all reached at this port of this machine. */
function inventory(port = 1, members = ['web01', 'web02', 'web03']): string {
  const file = join(folder, 'inventory.yaml');
  const pools = { web: { vips: ['192.0.2.100'], members } };
  const hosts = Object.fromEntries(members.map((name) => [name, { address: '127.0.0.1', port }]));
  writeFileSync(file, JSON.stringify({ version: 1, hosts, pools }));
  return file;
}

async function holdWeb(): Promise<void> {
  await using store = await openStore({ environment: {}, database: undefined, root: root() });
  const holder = { run: 'run-1', owner: 'eve@admin2', command: 'vipfarm apply web', process: 1 };
  await store.leases.take('web', holder, Date.now(), 3_600_000);
}

/** An apply that came to the end of web02, and no further. */
function beginApply(): RunFolder {
  const run = openRunFolder({ root: root(), name: 'web', now: new Date(), redact: (text) => text });
  const names = ['web01', 'web02', 'web03'];
  run.writePlan(aPlan(names.map((name) => toChange(name, [aStep('vip-up')]))));
  run.journal({ kind: 'run-started', run: run.id, verb: 'apply', hosts: names });
  const sent = { kind: 'change-sent', way: 'forward', steps: ['vip-up'], takes: [] } as const;
  run.journal({ ...sent, host: 'web02', brings: ['192.0.2.100'] });
  run.journal({ kind: 'host-ended', host: 'web02', outcome: 'changed' });
  return run;
}

describe('a command that changes hosts', () => {
  it('is kept with the exit code with which a lock refused it', async () => {
    const file = inventory();
    await holdWeb();
    expect(await vipfarm('apply', 'web', '--yes', '-i', file)).toMatchObject({
      code: 6,
      stdout: '',
      stderr: expect.stringContaining('pool web is held by eve@admin2'),
    });
    expect((await vipfarm('runs', 'list')).stdout).toMatch(
      /^\S+-web {2}apply {2}exit 6 {2}3 not-attempted\n$/,
    );
  });

  /** An apply that brought the VIP to web02 and came to its end. */
  function endedApply(): string {
    const run = beginApply();
    const at = new Date().toISOString();
    run.close({ id: run.id, verb: 'apply', startedAt: at, endedAt: at, pools: ['web'], hosts: [] });
    return run.id;
  }

  it('that takes a run back is about the hosts which that run changed, and no others', async () => {
    const file = inventory();
    const run = endedApply();
    await holdWeb();
    const { code, stderr } = await vipfarm('rollback', run, '--yes', '-i', file);
    expect(code).toBe(6);
    expect(stderr).toMatch(/^[\d:]+ {2}rollback: 1 host, run /);
    expect((await vipfarm('runs', 'list')).stdout).toMatch(/rollback {2}exit 6 +1 not-attempted\n/);
  });

  it('that takes a run back refuses where a host that was changed has left the inventory', async () => {
    const run = endedApply();
    const file = inventory(1, ['web01', 'web03']);
    expect(await vipfarm('rollback', run, '--yes', '-i', file)).toMatchObject({
      code: 64,
      stdout: '',
      stderr: expect.stringMatching(
        /web02: that run left work there, .* no such member .*put them back under members/s,
      ),
    });
  });

  it.each([
    ['facts', ['facts', 'web', '--fanout', '0'], 64, '--fanout takes a whole number of at least 1'],
    ['plan', ['plan', 'web', '--out', '/dev/null/tonight.plan'], 9, 'the plan could not be written to'],
  ])('keeps no run of %s when its arguments are wrong', async (_verb, words, code, said) => {
    expect(await vipfarm(...words, '-i', inventory())).toMatchObject({
      code,
      stdout: '',
      stderr: expect.stringContaining(said),
    });
    expect(existsSync(root())).toBe(false);
  });

  it('that carries out a saved plan is told nothing that the plan says itself', async () => {
    const file = join(folder, 'tonight.plan');
    writeFileSync(file, renderPlan(aPlan([toChange('web01', [aStep('vip-up')])])));
    const said = ['--deadman', '2m', '--max-fail', '3', '--on-failure', 'rollback-run', '--adopt'];
    expect(await vipfarm('apply', file, ...said, '-i', inventory())).toMatchObject({
      code: 64,
      stdout: '',
      stderr: expect.stringContaining('without --max-fail, --deadman, --on-failure, --adopt; say it when'),
    });
    expect(await vipfarm('runs', 'list')).toMatchObject({
      code: 0,
      stdout: expect.not.stringContaining('apply'),
    });
  });

  it('that takes back a run refuses where the journal does not tell what that is', async () => {
    const { id, path } = beginApply();
    const journal = join(path, 'journal.jsonl');
    writeFileSync(journal, readFileSync(journal, 'utf8').replace('"change-sent"', '"change'));
    const shown = (await vipfarm('runs', 'show', id)).stdout;
    expect(shown).toContain('  in doubt  web[01,03]\n');
    expect(shown).toContain(
      '1 line of the journal cannot be read: hosts without an end may have been changed',
    );
    expect(shown).not.toContain('vipfarm rollback');
    expect(await vipfarm('rollback', id, '--yes', '-i', inventory())).toMatchObject({
      code: 64,
      stderr: expect.stringContaining(`first vipfarm resume ${id}, then vipfarm remove web\n`),
    });
    writeFileSync(journal, '');
    expect((await vipfarm('runs', 'show', id)).stdout).toContain(`Go on with it: vipfarm resume ${id}\n`);
  });

  it('that finishes a run waits for its process, until its lock is broken where nobody can tell', async () => {
    const { id } = beginApply();
    const by = { owner: operator(), process: process.pid };
    {
      await using store = await openStore({ environment: {}, database: undefined, root: root() });
      const startedAt = new Date().toISOString();
      await store.leases.take('web', { ...by, run: id, command: 'vipfarm apply web' }, Date.now(), 3_600_000);
      await store.history.begin({ ...by, id, verb: 'apply', pools: ['web'], startedAt });
    }
    const words = ['resume', id, '--yes', '-i', inventory()];
    const { code, stderr } = await vipfarm(...words);
    expect(code).toBe(64);
    expect(stderr).toContain(`is still going on, by ${by.owner}, process ${process.pid}; wait for its end`);
    expect(stderr).toContain('or vipfarm locks break web --why TEXT --yes');
    expect(await vipfarm('locks', 'break', 'web', '--why', 'killed', '--yes')).toMatchObject({ code: 0 });
    expect(await vipfarm(...words)).toMatchObject({ code: 4 });
  });

  it('that finishes a run of another machine, which was cut off, says where it lies', async () => {
    {
      await using store = await openStore({ environment: {}, database: undefined, root: root() });
      const begun = { id: 'far', verb: 'apply', pools: ['web'], startedAt: '2026-11-22T23:10:00.000Z' };
      await store.history.begin({ ...begun, owner: 'ops@admin2', process: 4711 });
    }
    expect(await vipfarm('resume', 'far', '--yes', '-i', inventory())).toMatchObject({
      code: 64,
      stderr: expect.stringContaining(
        'only its folder says, on the machine of ops@admin2; go on with it there',
      ),
    });
  });

  it('that finishes a run names the file of a plan that is none', async () => {
    const { id, path } = beginApply();
    const plan = join(path, 'plan.json');
    writeFileSync(plan, readFileSync(plan, 'utf8').slice(0, 100));
    const { code, stderr } = await vipfarm('resume', id, '--yes', '-i', inventory());
    expect(code).toBe(64);
    expect(stderr).toContain(`cannot be read: ${plan}; look at its hosts with vipfarm verify`);
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'says in a pipe what the first %s does',
    async (signal) => {
      await using host = await startSilentHost();
      const program = startProgram(
        [...vipfarmCommand, 'apply', 'web', '--yes', '-i', inventory(host.port)],
        environment(),
      );
      try {
        await Promise.race([host.reached, program.ended]);
        program.process.kill(signal);
        expect(await program.ended).toBe(130);
        expect(program.output()).toMatch(/\n[\d:]+ {2}interrupted: no further host is begun, .*\n/);
      } finally {
        program.process.kill('SIGKILL');
      }
    },
  );
});
