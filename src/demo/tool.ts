import { spawn } from 'node:child_process';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import type { Command } from '../core/quoting.ts';
import { withSystemTools } from './run-command.ts';

/** A program that runs beside this one and is talked to in lines. */
export interface Tool {
  tell(lines: readonly string[]): void;
  /** Resolves with what it complained of, when it has ended. */
  readonly ended: Promise<string>;
  /** Ends its input, and resolves when it has ended. */
  end(): Promise<void>;
}

/** A command that does not read its input, as one that ends with it. */
export function endingWithInput(command: Command): Command {
  return ['/bin/sh', '-c', '"$@" & cat >/dev/null; kill $!', 'sh', ...command];
}

/** Starts a program; what it says, line by line, goes to `hear`. */
export function startTool(command: Command, hear: (line: string) => void): Tool {
  const [program = '', ...words] = command;
  const child = spawn(program, words, { env: withSystemTools(process.env), detached: true, stdio: 'pipe' });
  const complaint = text(child.stderr);
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', () => resolve(complaint));
  });
  // It may be ended from elsewhere, together with the farm.
  child.stdin.on('error', () => undefined);
  createInterface({ input: child.stdout }).on('line', hear);
  return {
    tell: (lines) => void child.stdin.write(`${lines.join('\n')}\n`),
    ended,
    async end() {
      child.stdin.end();
      await ended;
    },
  };
}
