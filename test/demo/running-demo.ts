import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type RunningProgram, startProgram } from '../running-program.ts';

export const vipfarmCommand = [
  '--import',
  import.meta.resolve('tsx'),
  fileURLToPath(new URL('../../src/main.ts', import.meta.url)),
];

/** `vipfarm demo` in a process of its own. `before` is a command that runs it, as env or unshare do. */
export function startDemo(words: readonly string[], before: readonly string[] = []): RunningProgram {
  return startProgram([...before, process.execPath, ...vipfarmCommand, 'demo', ...words]);
}

/** What a demo has on this machine while it runs, to be looked for when it has ended. */
export interface Footprint {
  readonly folder: string;
  /** The `user:[...]` names of its user namespaces. */
  readonly namespaces: readonly string[];
}

export function folderOf(demo: RunningProgram): string {
  const folder = /All files are below (\S+)/.exec(demo.output())?.[1];
  if (folder === undefined) throw new Error(`the demo has not said where its files are:\n${demo.output()}`);
  return folder;
}

/** Takes the footprint of a demo that has said where its files are. */
export function footprintOf(demo: RunningProgram): Footprint {
  const folder = folderOf(demo);
  const own = readlinkSync('/proc/self/ns/user');
  const namespaces = processes()
    .filter((pid) => mentions(pid, folder))
    .map(userNamespace)
    .filter((name) => name !== undefined)
    .filter((name) => name !== own);
  if (namespaces.length === 0) throw new Error(`no process of the farm in ${folder} was found`);
  return { folder, namespaces };
}

/** What is still there: processes, mounts, files. */
export function remainsOf({ folder, namespaces }: Footprint): readonly string[] {
  return [
    ...processes()
      .filter((pid) => namespaces.includes(userNamespace(pid) ?? '') || mentions(pid, folder))
      .map((pid) => `process ${pid}: ${commandLine(pid)}`),
    ...(readFileSync('/proc/self/mountinfo', 'utf8').includes(folder) ? [`a mount below ${folder}`] : []),
    ...(existsSync(folder) ? [folder] : []),
  ];
}

function processes(): readonly string[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name));
}

/** Undefined for a process that has ended meanwhile or belongs to somebody else. */
function userNamespace(pid: string): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/ns/user`);
  } catch {
    return undefined;
  }
}

/** The commands that the demo runs have its folder in their environment. */
function mentions(pid: string, folder: string): boolean {
  return commandLine(pid).includes(folder) || read(`/proc/${pid}/environ`).includes(folder);
}

function commandLine(pid: string): string {
  return read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ');
}

/** Empty for a process that has ended meanwhile or belongs to somebody else. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
