import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { hookScript } from '../../src/execution/hook-script.ts';
import { describeWith } from '../describe-with.ts';
import { posixShells } from '../posix-shells.ts';
import { childIn, isAlive } from './processes.ts';

/** Does not end, and has a child that does not end either. */
const endless = ['sh', '-c', 'sleep 987 & echo $!; wait'];

for (const [program, ...args] of posixShells) {
  describeWith([program, 'setsid'], `a hook under ${program}`, () => {
    /** A script that a session has sent, and waits for. */
    function send(script: string): ChildProcess {
      const shell = spawn(program, [...args, '-s'], { stdio: 'pipe' });
      shell.stdin.write(script);
      return shell;
    }
    async function outputOf({ stdout, stderr }: ChildProcess): Promise<readonly string[]> {
      return await Promise.all([stdout, stderr].map((stream) => (stream === null ? '' : text(stream))));
    }

    it('ends as its program does, and takes nothing of what comes behind it', async () => {
      const shell = send(
        hookScript(['sh', '-c', 'cat; echo "$1"; echo b >&2; exit 7', '', "it's"], 'shell', 60_000),
      );
      shell.stdin?.write('echo not this\n');
      const ended = once(shell, 'exit');
      expect(await outputOf(shell)).toEqual(["it's\n", 'b\n']);
      expect(await ended).toEqual([7, null]);
    });

    it('is ended with all that it started when its time is up', async () => {
      const shell = send(hookScript(endless, 'shell', 1_000));
      const [output = ''] = await outputOf(shell);
      await expect.poll(() => isAlive(childIn(output))).toBe(false);
    });

    it('is ended with all that it started when nobody waits for it any more', async () => {
      const shell = send(hookScript(endless, 'shell', 300_000));
      shell.stdout?.once('data', () => shell.stdin?.end());
      const [output = ''] = await outputOf(shell);
      await expect.poll(() => isAlive(childIn(output))).toBe(false);
    });
  });
}

describe('a hook on Windows', () => {
  it('is one quoted command', () => {
    expect(hookScript(['net', "it's"], 'powershell', 1_000)).toBe("& 'net' 'it''s'\nexit $LASTEXITCODE\n");
  });
});
