import { readFileSync, readlinkSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import process from 'node:process';
import type { RunProcess } from '../core/run-process.ts';

/** Who works here, for those who meet his runs and leases elsewhere: `ops@admin1`. */
export function operator(): string {
  return `${nameOfUser()}@${hostname()}`;
}

/** The same with this process, so that those who come later can tell whether it is still there. */
export function thisProcess(): RunProcess {
  const processStart = startOf(process.pid);
  return {
    owner: operator(),
    process: process.pid,
    ...(processStart === undefined ? {} : { processStart }),
  };
}

/**
 * unknown: on another machine or in another container, or something has its number, and nobody can tell whether it is
 * still the same.
 */
export type Liveness = 'alive' | 'gone' | 'unknown';

export function livenessOf({ owner, process: pid, processStart }: RunProcess): Liveness {
  if (owner !== operator()) return 'unknown';
  const mine = startOf(process.pid);
  if (processStart === undefined || mine === undefined) return isThere(pid) ? 'unknown' : 'gone';
  const [boot, namespace] = processStart.split(' ');
  const [bootNow, namespaceHere] = mine.split(' ');
  if (boot !== bootNow) return 'gone';
  if (namespace !== namespaceHere) return 'unknown';
  return startOf(pid) === processStart ? 'alive' : 'gone';
}

/** Whether what this operator began on this machine is surely at work no more. */
export function isGone(by: RunProcess): boolean {
  return livenessOf(by) === 'gone';
}

/** In a container the user may have no name. */
function nameOfUser(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? 'unknown');
  }
}

/**
 * `BOOT NAMESPACE TICK`: the boot, our PID namespace, and the clock tick at which the process began: proc(5), field 22 of
 * its stat, behind a name that may hold anything. Undefined for one that is dead, and where /proc does not tell.
 */
function startOf(pid: number): string | undefined {
  try {
    // A /proc of another namespace has other numbers.
    if (readlinkSync('/proc/self') !== String(process.pid)) return undefined;
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const namespace = readlinkSync('/proc/self/ns/pid');
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [, state = 'X', tick] = /.*\) (\S)(?: \S+){18} (\d+)/s.exec(stat) ?? [];
    return 'ZX'.includes(state) ? undefined : `${boot} ${namespace} ${tick}`;
  } catch {
    return undefined;
  }
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
