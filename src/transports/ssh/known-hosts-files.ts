import { appendFile, mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { expandHome } from '../../core/home.ts';
import { Problem } from '../../core/problem.ts';
import type { Host } from '../../inventory/fleet.ts';
import type { HostKey } from './host-key.ts';
import { indexKnownHosts, type KnownHosts, parseKnownHosts, plainEntries } from './known-hosts.ts';

/** The known_hosts files of a run: each is read once, whatever the number of hosts. */
export interface KnownHostsFiles {
  /** @throws Problem 'known-hosts-unusable' when a file is there and cannot be read */
  readFor(host: Host): Promise<KnownHosts>;
  /** Adds a line for the name to the first file of the host, and remembers it for this run. */
  record(host: Host, name: string, key: HostKey): Promise<void>;
  /** Takes away every line that gives the host another key, and adds one for this key. */
  replace(host: Host, names: readonly string[], key: HostKey): Promise<void>;
}

const usualFiles = ['~/.ssh/known_hosts', '~/.ssh/known_hosts2', '/etc/ssh/ssh_known_hosts'];

export function openKnownHosts(environment: Readonly<Record<string, string | undefined>>): KnownHostsFiles {
  const read = new Map<string, Promise<KnownHosts>>();
  let writing: Promise<void> = Promise.resolve();

  function filesOf(host: Host): readonly string[] {
    const files = host.knownHosts.length === 0 ? usualFiles : host.knownHosts;
    return files.map((file) => expandHome(file, environment));
  }
  function readFor(host: Host): Promise<KnownHosts> {
    const files = filesOf(host);
    const key = files.join('\n');
    const there = read.get(key);
    if (there !== undefined) return there;
    const reading = readAll(files);
    read.set(key, reading);
    return reading;
  }
  /** One write after the other: two hosts recorded at the same moment must not mix their bytes. */
  async function inTurn(write: () => Promise<void>): Promise<void> {
    const turn = writing.catch(() => undefined).then(write);
    writing = turn;
    await turn;
    read.clear();
  }
  function record(host: Host, name: string, key: HostKey): Promise<void> {
    const [file = ''] = filesOf(host);
    return inTurn(() => appendLine(file, name, key));
  }
  function replace(host: Host, names: readonly string[], key: HostKey): Promise<void> {
    const files = filesOf(host);
    const [file = '', name = ''] = [files[0], names[0]];
    return inTurn(async () => {
      for (const there of files) await dropLines(there, names);
      await appendLine(file, name, key);
    });
  }
  return { readFor, record, replace };
}

async function readAll(files: readonly string[]): Promise<KnownHosts> {
  const entries = await Promise.all(files.map(async (file) => parseKnownHosts(await textOf(file), file)));
  return indexKnownHosts(entries.flat());
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return '';
    throw new Problem('known-hosts-unusable', `${file} cannot be read: ${String(thrown)}`, { cause: thrown });
  }
}

async function appendLine(file: string, name: string, key: HostKey): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    const text = await textOf(file);
    const separator = text === '' || text.endsWith('\n') ? '' : '\n';
    await appendFile(file, `${separator}${name} ${key.type} ${key.base64}\n`, { mode: 0o600 });
  } catch (thrown) {
    throw notWritten(file, thrown);
  }
}

/** Like ssh-keygen -R: lines with the host's name go as a whole, revocations and authorities stay. */
async function dropLines(file: string, names: readonly string[]): Promise<void> {
  const text = await textOf(file);
  const known = indexKnownHosts(parseKnownHosts(text, file));
  const doomed = new Set(plainEntries(known, names).map((entry) => entry.line));
  if (doomed.size === 0) return;
  const kept = text.split('\n').filter((_, index) => !doomed.has(index + 1));
  const fresh = `${file}.vipfarm-new`;
  try {
    const { mode } = await stat(file);
    await writeFile(fresh, kept.join('\n'), { mode });
    await rename(fresh, file);
  } catch (thrown) {
    throw notWritten(file, thrown);
  }
}

function notWritten(file: string, cause: unknown): Problem {
  if (cause instanceof Problem) return cause;
  return new Problem('known-hosts-unusable', `${file} cannot be written: ${String(cause)}`, { cause });
}
