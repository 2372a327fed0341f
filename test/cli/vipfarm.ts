import { execFile } from 'node:child_process';
import process from 'node:process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The command from its sources, as `startProgram` takes it. */
export const vipfarmCommand = [process.execPath, '--import', 'tsx', 'src/main.ts'];

/** How a command ended; its exit code is part of its answer. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Milliseconds after which a command is taken for one that never ends, also on a loaded machine. */
const longest = 180_000;

/** Runs vipfarm as a user would, in a pipe. One that does not come to its end is killed, and has no exit code. */
export async function runVipfarm(
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const [program = '', ...command] = [...vipfarmCommand, ...words];
  const { code, stdout, stderr } = await run(program, command, {
    env: { ...process.env, NO_COLOR: '1', ...environment },
    timeout: longest,
    killSignal: 'SIGKILL',
  }).then(
    (ended) => ({ ...ended, code: 0 }),
    (failed: Ended) => failed,
  );
  return { code, stdout, stderr };
}
