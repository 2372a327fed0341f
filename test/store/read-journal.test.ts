import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { hostsInDoubt, hostsNeverBegun } from '../../src/core/run-memory.ts';
import { openPast } from '../../src/store/look-back.ts';
import { openRunFolder } from '../../src/store/run-folder.ts';
import { aPlan, aStep, toChange } from '../planning/a-plan.ts';

const root = mkdtempSync(join(tmpdir(), 'vipfarm-journal-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('a journal', () => {
  /** An apply of three hosts that was cut off behind these lines. */
  async function memoryOf(...lines: readonly string[]) {
    const run = openRunFolder({ root, name: 'web', now: new Date(), redact: (text) => text });
    const hosts = ['web01', 'web02', 'web03'];
    run.writePlan(aPlan(hosts.map((host) => toChange(host, [aStep('vip-up')]))));
    writeFileSync(join(run.path, 'journal.jsonl'), lines.join('\n'));
    const past = openPast(root, undefined);
    const memory = await past.memory(await past.find(run.id));
    if (memory === undefined) throw new Error('it has no journal');
    return { unreadable: memory.unreadable, inDoubt: hostsInDoubt(memory), never: hostsNeverBegun(memory) };
  }

  const started = '{"kind":"run-started","run":"r","verb":"apply","hosts":["web01","web02","web03"]}';
  const ended = '{"kind":"host-ended","host":"web01","outcome":"changed"}';
  const half = '{"kind":"change-sent","host":"web02","way":"for';

  it('whose last line is torn says all that was acknowledged', async () => {
    const never = ['web02', 'web03'];
    expect(await memoryOf(started, ended, half)).toEqual({ unreadable: 0, inDoubt: [], never });
  });

  it('in whose middle a line cannot be read leaves every host without an end in doubt', async () => {
    const inDoubt = ['web02', 'web03'];
    expect(await memoryOf(started, half, ended, '')).toEqual({ unreadable: 1, inDoubt, never: [] });
    expect(await memoryOf(started, half + ended, ended, '')).toEqual({ unreadable: 1, inDoubt, never: [] });
  });

  it('without its beginning leaves the hosts of the plan in doubt', async () => {
    const inDoubt = ['web01', 'web02', 'web03'];
    expect(await memoryOf('')).toEqual({ unreadable: 1, inDoubt, never: [] });
  });
});
