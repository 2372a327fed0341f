import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, describe, expect, it } from 'vitest';
import { Redactor, Secret } from '../../src/core/secret.ts';
import { openStore } from '../../src/store/open-store.ts';
import { rememberRun } from '../../src/store/read-journal.ts';
import { recordRun } from '../../src/store/record-run.ts';
import { openRunFolder } from '../../src/store/run-folder.ts';
import { describeWith } from '../describe-with.ts';
import { aPlan, aStep, toChange } from '../planning/a-plan.ts';
import { aCheck, gather, outputOf } from './a-run.ts';

const folder = mkdtempSync(join(tmpdir(), 'vipfarm-record-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const password = 'correct horse "battery" staple';

/** A run that met a secret everywhere where one may turn up. */
function runWithSecrets(root: string): string {
  const redactor = new Redactor();
  redactor.learn(new Secret(password));
  const now = new Date('2026-11-22T23:10:00Z');
  const run = openRunFolder({ root, name: 'web', now, redact: (text) => redactor.redact(text) });
  run.journal({ kind: 'run-started', run: run.id, verb: 'apply', hosts: ['web01'] });
  run.keep('web01', 'before', `${outputOf('web01', 'now')}# password ${password}\n`);
  run.writePlan({ version: 1, note: `it is ${password}` });
  const reason = `sudo: ${password}: command not found`;
  run.journal({ kind: 'host-ended', host: 'web01', outcome: 'failed', reason });
  const { lost, summary } = run.close({
    ...{ id: run.id, verb: 'apply', pools: ['web'], exitCode: 3 },
    ...{ startedAt: now.toISOString(), endedAt: now.toISOString() },
    hosts: [{ host: 'web01', outcome: 'failed', reason, checks: [aCheck({ found: password })] }],
  });
  expect(lost).toBeUndefined();
  expect(JSON.parse(readFileSync(join(run.path, 'summary.json'), 'utf8'))).toEqual(summary);
  expect(JSON.stringify(summary)).not.toMatch(/correct horse|battery/);
  return run.path;
}

describe('recording a run', () => {
  it('keeps everything that its folder holds, and no secret', async () => {
    const root = join(folder, 'one', 'runs');
    const path = runWithSecrets(root);
    await using store = await openStore({ environment: {}, database: undefined, root });
    expect(await recordRun(store, path)).toBeUndefined();
    const [kept] = await store.history.list();
    const key = kept?.key ?? '';
    const texts = [
      JSON.stringify(await store.history.hosts(key)),
      (await store.history.plan(key)) ?? '',
      (await store.history.journal(key)) ?? '',
      ...(await gather(store.history.evidence(key))).map(({ text }) => text),
    ];
    expect(texts.map((text) => text.includes('[secret]'))).toEqual([true, true, true, true]);
    expect(texts.join('\n')).not.toMatch(/correct horse|battery/);
    for (const file of readdirSync(join(folder, 'one')).filter((name) => name.startsWith('history.db'))) {
      expect(readFileSync(join(folder, 'one', file)).includes('correct horse')).toBe(false);
    }
  });

  it.each(['host', 'web0', 'changed', '1795'])('loses nothing by the password %s', async (word) => {
    const redactor = new Redactor();
    redactor.learn(new Secret(word));
    const root = join(folder, `by-${word}`, 'runs');
    const redact = (text: string) => redactor.redact(text);
    const run = openRunFolder({ root, name: 'web', now: new Date(), redact });
    run.writePlan(aPlan([toChange('web01', [aStep('vip-up')])]));
    run.journal({ kind: 'run-started', run: run.id, verb: 'apply', hosts: ['web01'] });
    const sent = { kind: 'change-sent', host: 'web01', way: 'forward', deadman: 1795452265554 } as const;
    run.journal({ ...sent, steps: ['vip-up'], brings: ['192.0.2.100'], takes: [] });
    run.journal({ kind: 'host-ended', host: 'web01', outcome: 'failed', reason: `it said ${word}` });
    run.close({
      ...{ id: run.id, verb: 'apply', startedAt: 'now', endedAt: 'then', pools: ['web'] },
      hosts: [{ host: 'web01', outcome: 'failed', reason: `it said ${word}` }],
    });
    const read = (file: string) => readFileSync(join(run.path, file), 'utf8');
    expect(JSON.parse(read('plan.json'))).toMatchObject({
      verb: 'apply',
      hosts: [{ kind: 'change', host: 'web01' }],
    });
    expect(JSON.parse(read('summary.json'))).toMatchObject({
      hosts: [{ host: 'web01', outcome: 'failed', reason: 'it said [secret]' }],
    });
    expect(
      rememberRun(readFileSync(join(run.path, 'journal.jsonl'), 'utf8')).hosts.get('web01'),
    ).toMatchObject({
      ...{ outcome: 'failed', reason: 'it said [secret]' },
      changes: [{ deadman: 1795452265554, brings: ['192.0.2.100'] }],
    });
  });

  it('says that a folder is not whole, and throws nothing', async () => {
    const root = join(folder, 'two', 'runs');
    const path = runWithSecrets(root);
    rmSync(join(path, 'summary.json'));
    await using store = await openStore({ environment: {}, database: undefined, root });
    expect(await recordRun(store, path)).toMatchObject({ code: 'store-unusable' });
    expect(await store.history.list()).toEqual([]);
  });
});

describeWith(['user-namespaces'], 'a disk', () => {
  function runOn(options: string, script: string): unknown {
    const disk = mkdtempSync(join(folder, 'disk-'));
    const path = new URL(script, import.meta.url).pathname;
    const command = `mount -t tmpfs -o ${options} tmpfs "$1" && exec "$2" --import tsx "$3" "$1"`;
    const words = ['-Urm', 'sh', '-c', command, 'sh', disk, process.execPath, path];
    return JSON.parse(execFileSync('unshare', words, { encoding: 'utf8' }));
  }

  it('that gets full gives a problem, and takes nothing of what was recorded', () => {
    expect(runOn('size=800k', './record-on-full-disk.ts')).toEqual({
      problem: 'store-unusable',
      isWhole: true,
      faults: [],
    });
  });

  it('that is read-only gives a problem at the opening', () => {
    expect(runOn('size=8m,ro', './record-on-full-disk.ts')).toEqual({ notOpened: 'store-unusable' });
  });

  it('that gets full in the middle of a line of the journal leaves whole lines, and it is told', () => {
    const told = { lost: 'evidence-not-written', missing: 0, torn: 0 };
    expect(runOn('size=800k', './journal-on-full-disk.ts')).toEqual(told);
  });
});
