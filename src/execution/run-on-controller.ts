import { spawn } from 'node:child_process';
import process from 'node:process';
import { Problem } from '../core/problem.ts';
import type { Command } from '../core/quoting.ts';

/** How a program ended, and all that it printed. */
export interface Ended {
  /** undefined when it was ended, or the other side told none. */
  readonly exitCode: number | undefined;
  readonly text: string;
}

const mostOutput = 256 * 1024;

/** Milliseconds in which the rest of the output is heard: what the program leaves running may hold its pipes for ever. */
const aftermath = 500;

/**
 * Runs a program where vipfarm runs. No shell: the arguments are what the inventory says. It has ended when it exits;
 * after `timeout` milliseconds it is killed with its process group, and nothing more is waited for.
 * @throws Problem hook-failed when it cannot be started
 */
export function runOnController([program = '', ...args]: Command, timeout: number): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    let text = '';
    const hear = (chunk: Buffer): void => {
      if (text.length < mostOutput) text += chunk.toString();
    };
    function settle(exitCode: number | null): void {
      clearTimeout(timer);
      for (const stream of [child.stdout, child.stderr]) stream.destroy();
      resolve({ exitCode: exitCode ?? undefined, text });
    }
    let timer = setTimeout(() => {
      text += `\nnot ended within ${timeout / 1000} s`;
      killGroup(child.pid);
      settle(null);
    }, timeout);
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('error', (cause) => {
      clearTimeout(timer);
      reject(new Problem('hook-failed', `${program} cannot be started: ${cause.message}`, { cause }));
    });
    child.once('exit', (code) => {
      clearTimeout(timer);
      timer = setTimeout(() => settle(code), aftermath);
    });
    child.once('close', settle);
  });
}

/** The group of a detached child. */
function killGroup(leader: number | undefined): void {
  if (leader === undefined) return;
  try {
    process.kill(-leader, 'SIGKILL');
  } catch {
    // It has ended in the meantime.
  }
}
