import { spawnSync } from 'node:child_process';
import { readlinkSync } from 'node:fs';
import process from 'node:process';
import { mustRun } from '../lab/run-command.ts';

const variable = 'VIPFARM_BENCH_OUTSIDE';

/** True in a program that `runApart` started. */
export function isApart(): boolean {
  const outside = process.env[variable];
  return outside !== undefined && outside !== network();
}

/**
 * Runs this program once more, with these arguments, in a network namespace of its own: there it may take port 22 on a
 * whole loopback range, and nothing that it sends leaves the machine. Gives its exit code.
 */
export function runApart(words: readonly string[]): number {
  const [, script = ''] = process.argv;
  const argv = ['--net', process.execPath, ...process.execArgv, script, ...words];
  const env = { ...process.env, [variable]: network() };
  return spawnSync('unshare', argv, { stdio: 'inherit', env }).status ?? 1;
}

/** Hosts have a NIC, as hosts do; what is sent to its network is never heard of again. */
export async function layNetwork(): Promise<void> {
  const cable = 'link add eth0 type veth peer name wire';
  for (const words of ['link set lo up', cable, 'link set wire up', 'link set eth0 up']) {
    await mustRun(['ip', ...words.split(' ')]);
  }
}

function network(): string {
  return readlinkSync('/proc/self/ns/net');
}
