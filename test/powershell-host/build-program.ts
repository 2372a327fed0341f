import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const here = fileURLToPath(new URL('.', import.meta.url));
const parts = ['program', 'languages', 'setupapi'];

/**
 * The path of the built program, in the user's cache under a digest of its sources. Nothing is built when it is there
 * already; of several processes one builds and the others wait.
 * @throws Error: dotnet, gcc or the restore of packages failed, with what it printed
 */
export async function buildProgram(): Promise<string> {
  const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'vipfarm');
  const home = join(cache, `powershell-host-${await digestSources()}`);
  const program = join(home, 'powershell-host.dll');
  const lock = `${home}.lock`;
  await mkdir(cache, { recursive: true });
  while (!(await exists(program))) {
    if (!(await take(lock))) {
      await pause(500);
      continue;
    }
    try {
      if (!(await exists(program))) await build(home);
    } finally {
      await rm(lock, { force: true });
    }
  }
  return program;
}

async function digestSources(): Promise<string> {
  const digest = createHash('sha256');
  for (const part of parts) {
    const names = await readdir(join(here, part), { recursive: true, withFileTypes: true });
    const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    for (const file of files.toSorted()) {
      digest
        .update(file.slice(here.length))
        .update('\0')
        .update(await readFile(file))
        .update('\0');
    }
  }
  return digest.digest('hex').slice(0, 16);
}

/** In a folder of its own, moved to its place when all is done. */
async function build(home: string): Promise<void> {
  const work = `${home}.building-${process.pid}`;
  await rm(work, { recursive: true, force: true });
  await cp(join(here, 'program'), work, { recursive: true });
  await cp(join(here, 'languages'), join(work, 'languages'), { recursive: true });
  const out = join(work, 'out');
  await mustRun('dotnet', ['build', work, '-c', 'Release', '-o', out, '--nologo', '-v', 'quiet']);
  const library = join(out, 'setupapi.so');
  const source = join(here, 'setupapi', 'setupapi.c');
  await mustRun('gcc', ['-shared', '-fPIC', '-O1', '-Wall', '-Werror', '-o', library, source]);
  await rename(out, home);
  await rm(work, { recursive: true, force: true });
  await removeOld(dirname(home), basename(home));
}

/** What was built of sources that are no more; another checkout may still use what is younger than a day. */
async function removeOld(cache: string, kept: string): Promise<void> {
  const day = 24 * 3_600_000;
  for (const name of await readdir(cache)) {
    if (!name.startsWith('powershell-host-') || name === kept) continue;
    const { mtimeMs } = await stat(join(cache, name));
    if (Date.now() - mtimeMs > day) await rm(join(cache, name), { recursive: true, force: true });
  }
}

async function mustRun(program: string, parameters: readonly string[]): Promise<void> {
  try {
    await run(program, parameters, { maxBuffer: 1 << 26 });
  } catch (thrown) {
    const printed = thrown as { readonly stdout?: string; readonly stderr?: string };
    throw new Error(`${program} failed:\n${printed.stdout ?? ''}${printed.stderr ?? ''}`, { cause: thrown });
  }
}

/** A lock names the process that holds it; that of a process which is no more does not count. */
async function take(lock: string): Promise<boolean> {
  try {
    await writeFile(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    const holder = Number(await readFile(lock, 'utf8').catch(() => process.pid));
    if (!isAlive(holder)) await rm(lock, { force: true });
    return false;
  }
}

function isAlive(pid: number): boolean {
  try {
    // An empty lock is being written at this moment.
    return pid === 0 || process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
