import { mkdir, readdir, readFile, rmdir } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * A cgroup for one host in each hierarchy that systemd uses, as folders to write a pid to. Without them all hosts would
 * share the cgroup of this process, and one systemd would wait for the services of another.
 */
export async function makeCgroups(name: string): Promise<readonly string[]> {
  const folders = (await findOwnCgroups()).map((own) => join(own, name));
  for (const folder of folders) await mkdir(folder, { recursive: true });
  return folders;
}

/** Removes the cgroups whose names begin so; their processes must be gone. */
export async function removeCgroups(prefix: string): Promise<void> {
  for (const own of await findOwnCgroups()) {
    for (const name of await readdir(own)) {
      if (name.startsWith(prefix)) await removeTree(join(own, name));
    }
  }
}

/** Where this process is in the hierarchy of systemd (`name=systemd`, cgroup version 1) and in that of version 2. */
async function findOwnCgroups(): Promise<readonly string[]> {
  const mounts = (await readFile('/proc/self/mounts', 'utf8')).split('\n').map((line) => line.split(' '));
  const memberships = (await readFile('/proc/self/cgroup', 'utf8')).trim().split('\n');
  return memberships.flatMap(function locate(line) {
    const [, id = '', controllers = '', path = ''] = /^(\d+):([^:]*):(.*)$/.exec(line) ?? [];
    const mount = mounts.find(function carries([, , type, options = '']) {
      if (id === '0') return type === 'cgroup2';
      return (
        type === 'cgroup' && controllers === 'name=systemd' && options.split(',').includes('name=systemd')
      );
    });
    return mount?.[1] === undefined ? [] : [join(mount[1], path)];
  });
}

/** cgroups hold only files of the kernel, so each can be removed as soon as it has no folder left. */
async function removeTree(folder: string): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries) if (entry.isDirectory()) await removeTree(join(folder, entry.name));
  // The kernel may still be letting go of a process that was just killed; the next start tries again.
  await rmdir(folder).catch(() => undefined);
}
