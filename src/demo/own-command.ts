import { spawn } from 'node:child_process';
import { extname } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { asProblem } from '../core/problem.ts';
import type { Command } from '../core/quoting.ts';
import type { Farm } from './farm.ts';

/** This vipfarm as a command line: from src/ by tsx, from dist/ by node, with the options that node was given. */
export function ownCommand(): Command {
  const here = import.meta.url;
  const main = fileURLToPath(new URL(`../main${extname(here)}`, here));
  return [process.execPath, ...process.execArgv, main];
}

/** What an operator would export to work on the farm, and keep its evidence out of their own. */
export function farmEnvironment(farm: Pick<Farm, 'inventory' | 'state'>): Readonly<Record<string, string>> {
  return { VIPFARM_INVENTORY: farm.inventory, XDG_STATE_HOME: farm.state };
}

/**
 * Runs vipfarm on the farm as the operator would, on the same terminal. Resolves with its exit code.
 * An abort is passed on as SIGINT, and its end awaited.
 */
export async function runVipfarm(
  farm: Farm,
  words: readonly string[],
  signal: AbortSignal,
): Promise<number | undefined> {
  const [program = '', ...before] = ownCommand();
  const child = spawn(program, [...before, ...words], {
    cwd: farm.folder,
    env: { ...process.env, ...farmEnvironment(farm) },
    // A session of its own: Ctrl-C reaches it once, through this program, and not twice.
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const interrupt = () => child.kill('SIGINT');
  signal.addEventListener('abort', interrupt, { once: true });
  if (signal.aborted) interrupt();
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', (error) => reject(asProblem(error)));
      child.once('exit', (code) => resolve(code ?? undefined));
    });
  } finally {
    signal.removeEventListener('abort', interrupt);
  }
}
