import { type ChildProcess, spawn } from 'node:child_process';
import process from 'node:process';
import type { Readable } from 'node:stream';

/** What a program says, as it says it. */
export interface Heard {
  /** All that it has said so far, on all channels. */
  output(): string;
  /** Resolves when it has said this. @throws Error with its output when it ends before */
  said(text: string): Promise<void>;
}

/** A program in a process of its own, without standard input. */
export interface RunningProgram extends Heard {
  readonly process: ChildProcess;
  /** Resolves with the exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
}

export function startProgram(
  [program = '', ...words]: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  stdin: 'ignore' | 'pipe' = 'ignore',
): RunningProgram {
  const env = { ...process.env, ...environment };
  const child = spawn(program, words, { stdio: [stdin, 'pipe', 'pipe'], env });
  const ended = new Promise<number | NodeJS.Signals>((resolve) => {
    child.once('close', (code, signal) => resolve(code ?? signal ?? Number.NaN));
  });
  const channels = [child.stdout, child.stderr].filter((channel) => channel !== null);
  return { ...hear(channels, ended), process: child, ended };
}

export function hear(channels: readonly Readable[], ended: Promise<unknown>): Heard {
  let output = '';
  let isOver = false;
  const untilMore: (() => void)[] = [];
  const more = () => {
    for (const resolve of untilMore.splice(0)) resolve();
  };
  for (const channel of channels) {
    channel.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      more();
    });
  }
  void ended.then(() => {
    isOver = true;
    more();
  });
  return {
    output: () => output,
    async said(text) {
      while (!output.includes(text)) {
        if (isOver) throw new Error(`the program ended without saying "${text}":\n${output}`);
        await new Promise<void>((resolve) => untilMore.push(resolve));
      }
    },
  };
}
