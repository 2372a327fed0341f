import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { openSqlite } from '../../src/store/sql/sqlite.ts';
import { describeWith } from '../describe-with.ts';
import { startProgram } from '../running-program.ts';
import { type HeldFarm, needs, openHeldFarm } from './held-farm.ts';
import { runVipfarm } from './vipfarm.ts';

// Several starts of the program in one test, and it waits ten seconds for the store.
vi.setConfig({ testTimeout: 240_000 });

describeWith(needs, 'a change whose store can be written no more', () => {
  let farm: HeldFarm;
  beforeAll(async () => {
    farm = await openHeldFarm();
  }, 120_000);
  afterAll(() => farm[Symbol.asyncDispose]());

  it('ends in order with 9, and its folder is complete', async () => {
    const program = startProgram([...farm.apply, '--yes'], farm.environment);
    await farm.inHand();
    await using store = await openSqlite(join(farm.state, 'vipfarm', 'history.db'));
    // Somebody else writes, and does not come to an end.
    const code = await store.transaction(async () => {
      await farm.goOn();
      return await program.ended;
    });
    expect(code, program.output()).toBe(9);
    expect(program.output()).toContain('history.db cannot be used');
    expect((await runVipfarm(['runs', 'list'], farm.environment)).stdout).toMatch(
      /^\S+-web {2}apply {2}exit 0 {2}2 changed \(only in its folder\)\n$/,
    );
    const runs = join(farm.state, 'vipfarm', 'runs');
    const [run = ''] = readdirSync(runs);
    const journal = readFileSync(join(runs, run, 'journal.jsonl'), 'utf8')
      .trimEnd()
      .split('\n');
    const events = journal.map((line) => JSON.parse(line));
    expect(events.filter(({ kind }) => kind === 'host-ended')).toMatchObject([
      { host: 'web01', outcome: 'changed' },
      { host: 'web02', outcome: 'changed' },
    ]);
    expect(events.at(-1)).toMatchObject({ kind: 'run-ended' });
    expect(
      ['plan.json', 'evidence.txt', 'summary.json'].filter((file) => !existsSync(join(runs, run, file))),
    ).toEqual([]);
  });
});
