import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { RunProcess } from '../../src/core/run-process.ts';
import type { RunSummary } from '../../src/core/run-summary.ts';
import { openPast } from '../../src/store/look-back.ts';
import { readNamedHosts } from '../../src/store/named-hosts.ts';
import { openStore } from '../../src/store/open-store.ts';
import { operator, thisProcess } from '../../src/store/operator.ts';
import { chooseForPruning, momentBefore, pruneRuns } from '../../src/store/prune-runs.ts';
import { recordRun } from '../../src/store/record-run.ts';
import { openRunFolder, type RunFolder } from '../../src/store/run-folder.ts';
import { aPlan, aStep, toChange } from '../planning/a-plan.ts';
import { aRun, gather } from './a-run.ts';

const folder = mkdtempSync(join(tmpdir(), 'vipfarm-past-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let root = '';
beforeEach(() => {
  root = join(mkdtempSync(join(folder, 'state-')), 'runs');
});

const open = () => openStore({ environment: {}, database: undefined, root });
const timeOf = (minute: number): Date => new Date(Date.UTC(2026, 10, 22, 3, minute));

const gone = { owner: operator(), process: 2 ** 22 + 1 };

/** A run as far as its beginning. */
function begunRun(minute: number, verb = 'audit', by: RunProcess = gone): RunFolder {
  const run = openRunFolder({ root, name: 'web', now: timeOf(minute), redact: (text) => text });
  run.journal({ kind: 'run-started', run: run.id, verb, by, hosts: ['web01'] });
  run.keep('web01', 'before', `said in minute ${minute}`);
  return run;
}

function endedRun(minute: number, outcome = 'ok', changes: Partial<RunSummary> = {}): RunFolder {
  const run = begunRun(minute, changes.verb);
  const at = timeOf(minute).toISOString();
  const hosts = [{ host: 'web01', outcome }];
  run.close({
    id: run.id,
    verb: 'audit',
    startedAt: at,
    endedAt: at,
    exitCode: 0,
    pools: ['web'],
    hosts,
    ...changes,
  });
  return run;
}

describe('looking back', () => {
  it('sees what the store has, what only lies in a folder, and what was cut off', async () => {
    const recorded = endedRun(1);
    const unrecorded = endedRun(2, 'drift');
    const cutOff = begunRun(3, 'apply');
    await using store = await open();
    await recordRun(store, recorded.path);
    await store.history.record(aRun(4));
    const runs = await openPast(root, store).list();
    const told = runs.map((run) => [run.id, run.verb, run.state, run.recorded, run.folder, run.counts]);
    expect(told.toSorted()).toEqual(
      [
        [recorded.id, 'audit', 'ended', true, recorded.path, { ok: 1 }],
        [unrecorded.id, 'audit', 'ended', false, unrecorded.path, { drift: 1 }],
        [cutOff.id, 'apply', 'cut-off', false, cutOff.path, {}],
        ['20261122-0304-web', 'audit', 'ended', true, undefined, { ok: 3 }],
      ].toSorted(),
    );
  });

  it('tells a run that goes on from one whose process is gone', async () => {
    await using store = await open();
    const [alive, dead, lost, reused] = [begunRun(1), begunRun(2), endedRun(3), begunRun(4)];
    const begin = (id: string, minute: number, by: RunProcess) =>
      store.history.begin({
        ...by,
        id,
        verb: 'apply',
        pools: ['web'],
        startedAt: timeOf(minute).toISOString(),
      });
    await begin(alive.id, 1, thisProcess());
    await begin(dead.id, 2, gone);
    await begin(lost.id, 3, gone);
    // After a boot something else has its number.
    await begin(reused.id, 4, { ...thisProcess(), processStart: 'another boot 4711' });
    const past = openPast(root, store);
    const stateOf = async (name: string) => (await past.find(name)).state;
    expect(await past.list()).toHaveLength(4);
    expect(await stateOf(alive.id)).toBe('running');
    expect(await stateOf(dead.id)).toBe('cut-off');
    expect(await stateOf(lost.id)).toBe('ended');
    expect(await stateOf(reused.id)).toBe('cut-off');
  });

  it('asks the locks of a run whose process cannot be told: expired or broken, it is cut off', async () => {
    await using store = await open();
    const far = { owner: 'ops@admin2', process: 4711 };
    const here = { owner: operator(), process: process.pid };
    for (const [run, by] of [
      ['far', far],
      ['here', here],
      ['expired', far],
    ] as const) {
      const now = run === 'expired' ? Date.now() - 60_000 : Date.now();
      await store.leases.take(run, { ...by, run, command: 'vipfarm apply' }, now, 60_000);
      await store.history.begin({
        ...by,
        id: run,
        verb: 'apply',
        pools: [run],
        startedAt: timeOf(1).toISOString(),
      });
    }
    const past = openPast(root, store);
    const states = async () => Object.fromEntries((await past.list()).map(({ id, state }) => [id, state]));
    expect(await states()).toEqual({ far: 'running', here: 'running', expired: 'cut-off' });
    await store.leases.break('far', 'eve@admin3', 'admin2 is down', Date.now());
    await store.leases.break('here', 'eve@admin3', 'it was killed', Date.now());
    expect(await states()).toEqual({ far: 'cut-off', here: 'cut-off', expired: 'cut-off' });
    // What they have in hand may go on for a while.
    expect(chooseForPruning(await past.list(), { before: timeOf(9).toISOString(), keep: 0 })).toEqual([]);
  });

  it('reads hosts and evidence from wherever they are', async () => {
    await using store = await open();
    const here = endedRun(1, 'drift');
    const gone = endedRun(2, 'missing');
    await recordRun(store, gone.path);
    rmSync(gone.path, { recursive: true });
    const past = openPast(root, store);
    for (const [run, outcome, minute] of [
      [here, 'drift', 1],
      [gone, 'missing', 2],
    ] as const) {
      const seen = await past.find(run.id);
      expect(await past.hosts(seen)).toEqual([{ host: 'web01', outcome }]);
      expect(await gather(past.evidence(seen, 'web01'))).toMatchObject([
        { text: `said in minute ${minute}` },
      ]);
      await expect(gather(past.evidence(seen, 'web02'))).rejects.toMatchObject({ code: 'run-unknown' });
    }
    await expect(past.find('none')).rejects.toMatchObject({ code: 'run-unknown' });
  });

  it('reads a run that is recorded from the history, whatever its folder says now', async () => {
    await using store = await open();
    const run = begunRun(1, 'apply');
    run.writePlan(aPlan([toChange('web01', [aStep('vip-up')])]));
    const at = timeOf(1).toISOString();
    run.close({ id: run.id, verb: 'apply', startedAt: at, endedAt: at, pools: ['web'], hosts: [] });
    await recordRun(store, run.path);
    for (const file of ['journal.jsonl', 'plan.json', 'evidence.txt'])
      writeFileSync(join(run.path, file), '');
    const past = openPast(root, store);
    const seen = await past.find(run.id);
    expect(seen).toMatchObject({ recorded: true, folder: run.path });
    expect(await past.memory(seen)).toMatchObject({ run: run.id, unreadable: 0 });
    expect(await past.plan(seen)).toMatchObject({ hosts: [{ host: 'web01' }] });
    expect(await gather(past.evidence(seen))).toMatchObject([{ text: 'said in minute 1' }]);
  });

  it('needs no store', async () => {
    const run = endedRun(1);
    const past = openPast(root, undefined);
    expect(await past.list()).toMatchObject([{ name: run.id, state: 'ended', recorded: false }]);
  });

  it('passes over a folder in which nothing was written', async () => {
    mkdirSync(join(root, 'stray'), { recursive: true });
    writeFileSync(join(root, 'stray', 'journal.jsonl'), '');
    expect(await openPast(root, undefined).list()).toMatchObject([
      { id: 'stray', state: 'cut-off', pools: [] },
    ]);
  });
});

describe('@names of hosts', () => {
  it('mean the newest change and the newest audit, in folders or in the store', async () => {
    await using store = await open();
    endedRun(1, 'failed', { verb: 'apply' });
    const newest = endedRun(2, 'rolled-back', { verb: 'apply' });
    await recordRun(store, newest.path);
    rmSync(newest.path, { recursive: true });
    endedRun(3, 'drift');
    const inFolders = await readNamedHosts(root);
    const everywhere = await readNamedHosts(root, store);
    expect([inFolders('failed'), inFolders('rolled-back')]).toEqual([['web01'], []]);
    expect([everywhere('rolled-back'), everywhere('failed'), everywhere('undone')]).toEqual([
      ['web01'],
      ['web01'],
      ['web01'],
    ]);
    expect([everywhere('drift'), everywhere('missing'), everywhere('nonsense')]).toEqual([
      ['web01'],
      [],
      undefined,
    ]);
  });
});

describe('@names of hosts after an attempt that began none', () => {
  it.each(['in its folder', 'in the store'])('mean the change before it: %s', async (place) => {
    await using store = await open();
    endedRun(1, 'failed', { verb: 'apply' });
    for (const [minute, exitCode] of [6, 5, 7, 0].entries()) {
      const attempt = endedRun(minute + 2, 'not-attempted', { verb: 'apply', exitCode });
      if (place === 'in the store') await recordRun(store, attempt.path);
    }
    const named = await readNamedHosts(root, store);
    expect([named('failed'), named('undone'), named('never')]).toEqual([['web01'], ['web01'], []]);
  });
});

describe('pruning', () => {
  it('takes runs that are old, unless they are among the newest or go on', async () => {
    await using store = await open();
    const [oldest, old, young] = [endedRun(1), endedRun(2), endedRun(3)];
    for (const { path } of [oldest, old]) await recordRun(store, path);
    const past = openPast(root, store);
    const at = timeOf(3).toISOString();
    const choose = async (before: string, keep: number) =>
      chooseForPruning(await past.list(), { before, keep }).map(({ id }) => id);
    expect(await choose(at, 0)).toEqual([old.id, oldest.id]);
    expect(await choose(at, 2)).toEqual([oldest.id]);
    expect(await choose(timeOf(9).toISOString(), 3)).toEqual([]);
    await pruneRuns(
      store.history,
      chooseForPruning(await past.list(), { before: at, keep: 0 }),
      'ops@admin1',
      5,
    );
    expect((await past.list()).map(({ id }) => id)).toEqual([young.id]);
    expect([oldest, old, young].map(({ path }) => existsSync(path))).toEqual([false, false, true]);
    expect(await store.history.verify()).toMatchObject({ runs: 2, pruned: 2, faults: [] });
  });

  it('leaves a run that only its folder knows as long as it may go on', async () => {
    begunRun(1, 'audit', thisProcess());
    begunRun(2, 'audit', { owner: 'ops@admin2', process: 4711 });
    const cutOff = begunRun(3, 'audit', gone);
    mkdirSync(join(root, 'begins-just-now'));
    const runs = await openPast(root, undefined).list();
    expect(runs.map(({ state }) => state).sort()).toEqual(['cut-off', 'cut-off', 'running', 'running']);
    const chosen = chooseForPruning(runs, { before: '9999', keep: 0 });
    expect(chosen.map(({ id }) => id)).toEqual([cutOff.id]);
  });

  it('understands an age in days or weeks, and nothing else', () => {
    const now = Date.UTC(2026, 10, 22);
    expect(momentBefore(now, '21d')).toBe('2026-11-01T00:00:00.000Z');
    expect(momentBefore(now, '3w')).toBe('2026-11-01T00:00:00.000Z');
    for (const age of ['21', 'd', '-1d', '1m', ''])
      expect(() => momentBefore(now, age)).toThrow('no age of a run');
  });
});
