import { chmod, chown, mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { interfacesFile, networkingScript } from '../boot-files.ts';
import { prefix, type Station } from '../layout.ts';
import type { Runner } from '../run-command.ts';
import { simulatedTools } from './tools.ts';

/** Lays the folder of a simulated host: its files, its settings as a fresh kernel has them, its tools. It belongs to `runner`. */
export async function layHost(root: string, station: Station, runner: Runner | undefined): Promise<void> {
  const files: Readonly<Record<string, string>> = {
    'etc/os-release': 'ID=simulated\nNAME="Simulated host"\nVERSION_ID="1"\n',
    'etc/hostname': `${station.name}\n`,
    'etc/network/interfaces': interfacesFile(station.address, prefix),
    'etc/rcS.d/S02networking': networkingScript,
    'simulated/mac': `${station.mac}\n`,
    'simulated/addresses': `lo 127.0.0.1/8 host\neth0 ${station.address}/${prefix} global\n`,
    ...Object.fromEntries(settings().map((path) => [path, '0\n'])),
    ...Object.fromEntries(Object.entries(simulatedTools).map(([name, text]) => [`usr/sbin/${name}`, text])),
  };
  const folders = ['bin', 'etc/network/interfaces.d', 'etc/sysctl.d', 'run', 'var/lib'];
  const made = new Set<string>();
  const makeFolder = async (path: string): Promise<void> => {
    if (made.has(path)) return;
    made.add(path);
    if (path !== root) await makeFolder(dirname(path));
    await mkdir(path);
    if (runner !== undefined) await chown(path, runner.uid, runner.gid);
  };
  for (const folder of folders) await makeFolder(join(root, folder));
  for (const [name, content] of Object.entries(files)) {
    const path = join(root, name);
    await makeFolder(dirname(path));
    await writeFile(path, content);
    if (name.startsWith('usr/sbin/')) await chmod(path, 0o755);
    if (runner !== undefined) await chown(path, runner.uid, runner.gid);
  }
  await symlink('/bin/sh', join(root, 'bin/sh'));
}

function settings(): readonly string[] {
  const keys = ['arp_ignore', 'arp_announce', 'rp_filter', 'forwarding', 'proxy_arp'];
  return ['all', 'default', 'lo', 'eth0'].flatMap((nic) =>
    keys.map((key) => `proc/sys/net/ipv4/conf/${nic}/${key}`),
  );
}
