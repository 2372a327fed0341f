import { hostname, userInfo } from 'node:os';
import process from 'node:process';

/** Who works here, for those who meet his runs and leases elsewhere: `ops@admin1`. */
export function operator(): string {
  return `${nameOfUser()}@${hostname()}`;
}

/** Whether what this operator began on this machine is at work no more. Of others that cannot be told from here: false. */
export function isGone(owner: string, pid: number): boolean {
  return owner === operator() && !isAlive(pid);
}

/** In a container the user may have no name. */
function nameOfUser(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? 'unknown');
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
