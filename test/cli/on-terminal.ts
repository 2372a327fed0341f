import { spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { quoteCommand } from '../../src/core/quoting.ts';
import { type Heard, hear } from '../running-program.ts';

/** A program on a terminal of its own, made by script(1). */
export interface OnTerminal extends Heard {
  type(keys: string): void;
  /** Takes the terminal away, as a connection that breaks does. */
  lose(): Promise<void>;
  /** Resolves with the exit code, as a shell tells it: 128 and more for a signal. */
  readonly ended: Promise<number>;
}

export function startOnTerminal(
  command: readonly string[],
  environment: Readonly<Record<string, string>>,
): OnTerminal {
  // The shell outlives its terminal, and tells the end past it.
  const line = `trap : HUP; ${quoteCommand(command)} 3>&-; echo $? >&3`;
  const script = spawn('script', ['-qec', line, '/dev/null'], {
    env: { ...process.env, SHELL: '/bin/sh', TERM: 'xterm', ...environment },
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
  });
  const [, , , told] = script.stdio;
  if (!(told instanceof Readable)) throw new Error('there is no fourth channel');
  const ended = text(told).then(Number);
  return {
    ...hear([script.stdout, script.stderr], ended),
    type: (keys) => script.stdin.write(keys),
    async lose() {
      script.kill('SIGKILL');
      await once(script, 'exit');
    },
    ended,
  };
}
