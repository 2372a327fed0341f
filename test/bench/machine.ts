import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem } from 'node:os';
import process from 'node:process';

/** What was measured on: figures of different machines are not to be compared. */
export function describeMachine(): string {
  const [processor] = cpus();
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
  const system = /^PRETTY_NAME="(.*)"$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? 'Linux';
  return `${cpus().length} cores (${processor?.model.trim()}), ${memory}, ${system}, kernel ${release()}, Node ${process.versions.node}`;
}

/** The load that others had put on the machine before a part began. */
export function describeLoad(): string {
  return `load average before: ${loadavg()
    .map((load) => load.toFixed(1))
    .join(', ')}`;
}

const sayVersion: readonly (readonly string[])[] = [
  ['ssh', '-V'],
  ['clush', '--version'],
  ['pdsh', '-V'],
  ['parallel-ssh', '--version'],
  ['ansible', '--version'],
];

/** The other tools that are there, in their own words. */
export function describeTools(): string {
  const lines = sayVersion.flatMap(([program = '', ...args]) => {
    const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
    const [line = ''] = `${stdout}${stderr}`.split('\n');
    return status === 0
      ? [/\d/.test(line) && /[a-z]/i.test(line) ? line.trim() : `${program} ${line.trim()}`]
      : [];
  });
  return lines.join('; ');
}
