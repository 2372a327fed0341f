import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readFileSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';

/** What one run of a program cost the machine it ran on. */
export interface Cost {
  /** Seconds from start to end. */
  readonly wall: number;
  /** Seconds of processor time, user and system, of the program and of every process that it started. */
  readonly cpu: number;
  /** Megabytes (10^6 bytes) of its largest process at its largest. */
  readonly memory: number;
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Program {
  readonly argv: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

/**
 * Runs a program to its end in a cgroup of its own: what is counted there includes processes that nobody waits for, such
 * as the masters of shared OpenSSH connections. The memory is that of `time`, which waits for the program.
 */
export async function measure(program: Program, folder: string): Promise<Cost> {
  const group = join(ownGroup(), `vipfarm-bench-${process.pid}`);
  mkdirSync(group);
  const file = (name: string): string => join(folder, `measured.${name}`);
  const stdout = openSync(file('stdout'), 'w');
  const stderr = openSync(file('stderr'), 'w');
  try {
    const entered = ['sh', '-c', 'echo $$ >"$0/cgroup.procs" && exec "$@"', group, ...program.argv];
    const started = performance.now();
    const child = spawn('/usr/bin/time', ['-q', '-f', '%M', '-o', file('memory'), ...entered], {
      stdio: ['ignore', stdout, stderr],
      env: { ...process.env, ...program.environment },
    });
    const [exitCode] = (await once(child, 'exit')) as [number | null];
    const wall = (performance.now() - started) / 1000;
    return {
      wall,
      cpu: processorSeconds(group),
      memory: (Number(readFileSync(file('memory'), 'utf8')) * 1024) / 1e6,
      exitCode,
      stdout: readFileSync(file('stdout'), 'utf8'),
      stderr: readFileSync(file('stderr'), 'utf8'),
    };
  } finally {
    closeSync(stdout);
    closeSync(stderr);
    await leave(group);
  }
}

function processorSeconds(group: string): number {
  const [, microseconds] = /^usage_usec (\d+)$/m.exec(readFileSync(join(group, 'cpu.stat'), 'utf8')) ?? [];
  return Number(microseconds) / 1e6;
}

/** The cgroup of version 2 that this process is in. */
function ownGroup(): string {
  const mounts = readFileSync('/proc/self/mounts', 'utf8').split('\n');
  const mount = mounts.map((line) => line.split(' ')).find(([, , type]) => type === 'cgroup2')?.[1];
  const path = /^0::(.*)$/m.exec(readFileSync('/proc/self/cgroup', 'utf8'))?.[1];
  if (mount === undefined || path === undefined)
    throw new Error('there is no cgroup of version 2 to count in');
  return join(mount, path);
}

/** Ends what the program has left behind, and the cgroup with it. */
async function leave(group: string): Promise<void> {
  for (let left = members(group); left.length > 0; left = members(group)) {
    for (const pid of left) end(pid);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  rmdirSync(group);
}

function members(group: string): readonly number[] {
  return readFileSync(join(group, 'cgroup.procs'), 'utf8').split('\n').filter(Boolean).map(Number);
}

function end(pid: number): void {
  try {
    process.kill(pid);
  } catch {
    // It has ended by itself meanwhile.
  }
}
