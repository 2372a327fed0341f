import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { removeCgroups } from './cgroups.ts';
import { mustRun, runCommand } from './run-command.ts';

const RUNS = '/run/vipfarm-lab';
/** In the environment of every process that a run starts outside its hosts. */
export const RUN_MARK = 'VIPFARM_LAB_RUN';

/** One farm's share of this machine: everything it makes carries its id, so that two farms never meet. */
export interface LabRun {
  readonly id: string;
  /** A tmpfs of its own: one unmount and every file of the run is gone. */
  readonly folder: string;
}

/** Starts a run, after clearing away what runs of dead processes left behind. */
export async function beginRun(): Promise<LabRun> {
  await mkdir(RUNS, { recursive: true });
  await reapDeadRuns();
  const id = `${process.pid.toString(36)}${randomBytes(2).toString('hex')}`;
  const folder = join(RUNS, id);
  await writeFile(`${folder}.owner`, await identifyProcess(process.pid));
  await mkdir(folder);
  await mustRun(['mount', '-t', 'tmpfs', '-o', 'mode=0755', 'vipfarm-lab', folder]);
  return { id, folder };
}

/** Ends the runs whose owner is no longer alive, and no others. */
export async function reapDeadRuns(): Promise<void> {
  for (const entry of await readdir(RUNS)) {
    if (!entry.endsWith('.owner')) continue;
    const owner = await readFile(join(RUNS, entry), 'utf8').catch(() => '');
    const [pid = ''] = owner.split(' ');
    if (owner !== (await identifyProcess(Number(pid)))) await endRun(entry.slice(0, -'.owner'.length));
  }
}

/** Ends every process, namespace, cgroup, mount and file of a run. Safe to repeat. */
export async function endRun(id: string): Promise<void> {
  const namespaces = await listNamespaces(id);
  for (let round = 0; round < 100; round += 1) {
    const pids = await listProcesses(id, namespaces);
    if (pids.length === 0) break;
    for (const pid of pids) endProcess(pid);
    await wait(50);
  }
  for (const namespace of namespaces) await runCommand(['ip', 'netns', 'delete', namespace]);
  await removeCgroups(`vipfarm-${id}-`);
  const folder = join(RUNS, id);
  for (const mount of await listMounts(folder)) {
    const unmounted = await runCommand(['umount', mount]);
    if (unmounted.code !== 0) await runCommand(['umount', '--lazy', mount]);
  }
  await rm(folder, { recursive: true, force: true });
  await rm(`${folder}.owner`, { force: true });
}

export function namespaceOf(run: LabRun, name: string): string {
  return `vipfarm-${run.id}-${name}`;
}

/** A pid and the moment it started: a pid alone is soon another process's. Empty when there is none. */
async function identifyProcess(pid: number): Promise<string> {
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const started = status.slice(status.lastIndexOf(')') + 2).split(' ')[19];
  return started === undefined ? '' : `${pid} ${started}`;
}

async function listNamespaces(id: string): Promise<readonly string[]> {
  if (!existsSync('/run/netns')) return [];
  return (await readdir('/run/netns')).filter((name) => name.startsWith(`vipfarm-${id}-`));
}

/** Everything inside the run's namespaces, and what carries its mark outside them; never the caller. */
async function listProcesses(id: string, namespaces: readonly string[]): Promise<readonly number[]> {
  const found = new Set<number>();
  for (const namespace of namespaces) {
    const { stdout } = await runCommand(['ip', 'netns', 'pids', namespace]);
    for (const pid of stdout.split('\n')) if (pid !== '') found.add(Number(pid));
  }
  for (const entry of await readdir('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const environment = await readFile(`/proc/${entry}/environ`, 'utf8').catch(() => '');
    if (environment.split('\0').includes(`${RUN_MARK}=${id}`)) found.add(Number(entry));
  }
  found.delete(process.pid);
  return [...found];
}

function endProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself in the meantime.
  }
}

/** Innermost first. */
async function listMounts(folder: string): Promise<readonly string[]> {
  const table = await readFile('/proc/self/mounts', 'utf8');
  const points = table.split('\n').map((line) => line.split(' ')[1] ?? '');
  return points.filter((point) => point === folder || point.startsWith(`${folder}/`)).reverse();
}
