import process from 'node:process';
import { describe, expect, it } from 'vitest';
import type { Part } from './part.ts';
import { runPart } from './run-part.ts';

describe('a part of the test run', () => {
  it('that reports no files counts as one test, judged by its exit code', async () => {
    const passing = await run('process.exit(0)');
    const failing = await run('process.exit(3)');
    expect(passing.tally).toEqual({ passed: 1, failed: 0, skipped: 0 });
    expect(failing.tally).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  it('shows its output only when it failed', async () => {
    const passing = await run("console.log('chatter')");
    const failing = await run("console.log('the cause'); process.exit(1)");
    expect(passing.lines.join('')).not.toContain('chatter');
    expect(failing.lines.join('')).toContain('the cause');
  });

  it('adds up the files that its reporter tells of', async () => {
    const { tally } = await run(`${tell(2, 0, [])} ${tell(3, 0, [])}`);
    expect(tally).toEqual({ passed: 5, failed: 0, skipped: 0 });
  });

  it('has failed when it ends badly although no test failed', async () => {
    const { tally } = await run(`${tell(2, 0, [])} process.exitCode = 1;`);
    expect(tally).toEqual({ passed: 2, failed: 1, skipped: 0 });
  });

  it('names its skipped tests, which fail it where nothing may be skipped', async () => {
    const here = await run(tell(1, 0, ['a login > by agent']), { mayBeSkipped: true });
    const ci = await run(tell(1, 0, ['a login > by agent']), { mayBeSkipped: false });
    expect(here.tally).toEqual({ passed: 1, failed: 0, skipped: 1 });
    expect(ci.tally).toEqual({ passed: 1, failed: 1, skipped: 0 });
    expect(ci.lines.join('')).toContain('a login > by agent');
  });

  it('that lacks a prerequisite is skipped by name, and fails where nothing may be skipped', async () => {
    const lacking = { needs: ['no-such-program'] };
    const here = await run('', { mayBeSkipped: true }, lacking);
    const ci = await run('', { mayBeSkipped: false }, lacking);
    expect(here.tally).toEqual({ passed: 0, failed: 0, skipped: 1 });
    expect(ci.tally).toEqual({ passed: 0, failed: 1, skipped: 0 });
    expect(here.lines).toEqual([
      'skipped example: no-such-program is missing; provide it by: sudo test/prerequisites.sh',
    ]);
  });
});

async function run(code: string, rule = { mayBeSkipped: true }, lacking: Partial<Part> = {}) {
  const lines: string[] = [];
  const part = {
    name: 'example',
    needs: [],
    node: process.execPath,
    script: ['-e', code],
    limit: 1,
    ...lacking,
  };
  const tally = await runPart(part, { ...rule, say: (line) => lines.push(line) });
  return { tally, lines };
}

/** Code that sends what the reporter sends for one file. */
function tell(passed: number, failed: number, skippedNames: readonly string[]): string {
  const file = { file: 'a.test.ts', seconds: 0, passed, failed, skipped: skippedNames.length, skippedNames };
  return `process.send(${JSON.stringify(file)});`;
}
