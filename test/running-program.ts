import { type ChildProcess, spawn } from 'node:child_process';
import process from 'node:process';

/** A program in a process of its own. */
export interface RunningProgram {
  readonly process: ChildProcess;
  /** All that it has said so far, on both channels. */
  output(): string;
  /** Resolves when it has said this. @throws Error with its output when it ends before */
  said(text: string): Promise<void>;
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
  let output = '';
  const untilMore: (() => void)[] = [];
  const more = () => {
    for (const resolve of untilMore.splice(0)) resolve();
  };
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      more();
    });
  }
  let isOver = false;
  const ended = new Promise<number | NodeJS.Signals>((resolve) => {
    child.once('close', (code, signal) => {
      isOver = true;
      more();
      resolve(code ?? signal ?? Number.NaN);
    });
  });
  return {
    process: child,
    output: () => output,
    ended,
    async said(text) {
      while (!output.includes(text)) {
        if (isOver) throw new Error(`the program ended without saying "${text}":\n${output}`);
        await new Promise<void>((resolve) => untilMore.push(resolve));
      }
    },
  };
}
