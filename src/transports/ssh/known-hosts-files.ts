import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { expandHome } from '../../core/home.ts';
import { Problem } from '../../core/problem.ts';
import type { Host } from '../../inventory/fleet.ts';
import type { HostKey } from './host-key.ts';
import { indexKnownHosts, type KnownHosts, parseKnownHosts } from './known-hosts.ts';

/** The known_hosts files of a run: each is read once, whatever the number of hosts. */
export interface KnownHostsFiles {
  /** @throws Problem 'known-hosts-unusable' when a file is there and cannot be read */
  readFor(host: Host): Promise<KnownHosts>;
  /** Adds a line for the name to the first file of the host, and remembers it for this run. */
  record(host: Host, name: string, key: HostKey): Promise<void>;
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
  async function record(host: Host, name: string, key: HostKey): Promise<void> {
    const [file = ''] = filesOf(host);
    // One line after the other: two hosts recorded at the same moment must not mix their bytes.
    writing = writing
      .catch(() => undefined)
      .then(() => appendLine(file, `${name} ${key.type} ${key.base64}`));
    await writing;
    read.clear();
  }
  return { readFor, record };
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

async function appendLine(file: string, line: string): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    const text = await textOf(file);
    const separator = text === '' || text.endsWith('\n') ? '' : '\n';
    await appendFile(file, `${separator}${line}\n`, { mode: 0o600 });
  } catch (thrown) {
    if (thrown instanceof Problem) throw thrown;
    throw new Problem('known-hosts-unusable', `${file} cannot be written: ${String(thrown)}`, {
      cause: thrown,
    });
  }
}
