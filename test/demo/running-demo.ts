import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const vipfarmCommand = [
  '--import',
  import.meta.resolve('tsx'),
  fileURLToPath(new URL('../../src/main.ts', import.meta.url)),
];

/** `vipfarm demo` in a process of its own. */
export interface RunningDemo {
  readonly process: ChildProcess;
  /** All that it has said so far, on both channels. */
  output(): string;
  /** Resolves when it has said this. @throws Error with its output when it ends before */
  said(text: string): Promise<void>;
  /** Resolves with the exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
}

/** `before` is a command that runs the demo, as env or unshare do. */
export function startDemo(words: readonly string[], before: readonly string[] = []): RunningDemo {
  const line = [...before, process.execPath, ...vipfarmCommand, 'demo', ...words];
  const child = spawn(line[0] ?? '', line.slice(1), { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const untilMore: (() => void)[] = [];
  const more = () => {
    for (const resolve of untilMore.splice(0)) resolve();
  };
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      more();
    });
  }
  let isOver = false;
  const ended = new Promise<number | NodeJS.Signals>((resolve) => {
    child.once('close', (code, signal) => {
      isOver = true;
      more();
      resolve(code ?? signal ?? Number.NaN);
    });
  });
  return {
    process: child,
    output: () => output,
    ended,
    async said(text) {
      while (!output.includes(text)) {
        if (isOver) throw new Error(`the demo ended without saying "${text}":\n${output}`);
        await new Promise<void>((resolve) => untilMore.push(resolve));
      }
    },
  };
}

/** What a demo has on this machine while it runs, to be looked for when it has ended. */
export interface Footprint {
  readonly folder: string;
  /** The `user:[...]` name of its user namespace. */
  readonly namespace: string;
}

export function folderOf(demo: RunningDemo): string {
  const folder = /All files are below (\S+)/.exec(demo.output())?.[1];
  if (folder === undefined) throw new Error(`the demo has not said where its files are:\n${demo.output()}`);
  return folder;
}

/** Takes the footprint of a demo that has said where its files are. */
export function footprintOf(demo: RunningDemo): Footprint {
  const folder = folderOf(demo);
  const own = readlinkSync('/proc/self/ns/user');
  const namespace = processes()
    .filter((pid) => mentions(pid, folder))
    .map(userNamespace)
    .find((name) => name !== undefined && name !== own);
  if (namespace === undefined) throw new Error(`no process of the farm in ${folder} was found`);
  return { folder, namespace };
}

/** What is still there: processes, mounts, files. */
export function remainsOf({ folder, namespace }: Footprint): readonly string[] {
  return [
    ...processes()
      .filter((pid) => userNamespace(pid) === namespace || mentions(pid, folder))
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
