import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const here = fileURLToPath(new URL('.', import.meta.url));
const parts = ['program', 'languages', 'setupapi'];
/** A build takes half a minute on a slow machine; one that holds the lock for longer is dead. */
const longestBuild = 10 * 60_000;

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
      await rm(lock, { recursive: true, force: true });
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
  const work = `${home}.building`;
  await rm(work, { recursive: true, force: true });
  await cp(join(here, 'program'), work, { recursive: true });
  await cp(join(here, 'languages'), join(work, 'languages'), { recursive: true });
  const out = join(work, 'out');
  await mustRun('dotnet', ['build', work, '-c', 'Release', '-o', out, '--nologo', '-v', 'quiet']);
  const library = join(out, 'setupapi.so');
  await mustRun('gcc', [
    '-shared',
    '-fPIC',
    '-O1',
    '-Wall',
    '-Werror',
    '-o',
    library,
    join(here, 'setupapi', 'setupapi.c'),
  ]);
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

async function take(lock: string): Promise<boolean> {
  try {
    await mkdir(lock);
    return true;
  } catch {
    const age = await stat(lock).then(
      (found) => Date.now() - found.mtimeMs,
      () => 0,
    );
    if (age > longestBuild) await rm(lock, { recursive: true, force: true });
    return false;
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
