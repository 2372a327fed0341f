import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import process from 'node:process';

/** In continuous integration a missing prerequisite is a failure, because a skipped test proves nothing. */
export const nothingMayBeSkipped = process.env['CI'] === 'true';

/** Debian's package, for Debian's own Python. */
const pywinrm = '/usr/lib/python3/dist-packages/winrm/__init__.py';

const provideAll = 'provide it by: sudo test/prerequisites.sh';

/**
 * Why these needs are not met on this machine, with the command that would provide them; undefined when all are met.
 * A need is `root`, `user-namespaces`, `overlay-mounts`, `postgresql`, `node-22` and the like, or else the name of a program.
 */
export function missing(...needs: readonly string[]): string | undefined {
  for (const need of needs) {
    const reason = reasonAgainst(need);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

function reasonAgainst(need: string): string | undefined {
  if (need === 'root') return isRoot() ? undefined : 'it needs root; run it by: sudo npm test';
  if (need === 'user-namespaces') {
    if (userNamespacesWork()) return undefined;
    return 'user namespaces are refused here; allow them by: sudo sysctl -w kernel.unprivileged_userns_clone=1';
  }
  if (need === 'overlay-mounts') {
    if (overlayMountsWork()) return undefined;
    return 'overlay mounts and network namespaces are refused here; run it outside a container, or in a privileged one';
  }
  if (need === 'python3-gssapi') {
    return debianPythonHas('gssapi') ? undefined : `python3-gssapi is missing; ${provideAll}`;
  }
  if (need === 'gss-ntlmssp') {
    return existsSync('/etc/gss/mech.d/mech.ntlmssp.conf')
      ? undefined
      : `gss-ntlmssp is missing; ${provideAll}`;
  }
  if (need === 'kerberos') {
    return ['krb5kdc', 'kdb5_util', 'kadmin.local'].every(has)
      ? undefined
      : `a KDC is missing; ${provideAll}`;
  }
  if (need === 'postgresql') {
    return postgresqlPrograms() === undefined ? `a PostgreSQL server is missing; ${provideAll}` : undefined;
  }
  if (need === 'pywinrm') {
    return existsSync(pywinrm) ? undefined : `pywinrm is missing; ${provideAll}`;
  }
  if (need.startsWith('node-')) {
    if (isExecutable(nodeBinary(need.slice('node-'.length)))) return undefined;
    return `another Node is missing (${need}); provide it by: test/prerequisites.sh nodes`;
  }
  if (need === 'dotnet') {
    return has(need) ? undefined : 'dotnet is missing; provide the .NET SDK 10.0, which Debian does not have';
  }
  return has(need) ? undefined : `${need} is missing; ${provideAll}`;
}

/** True when a program of this name is on the search path or in the folders of system programs. */
export function has(program: string): boolean {
  return searchPath().some((folder) => isExecutable(join(folder, program)));
}

/** Where test/prerequisites.sh puts the binary of another major version of Node. */
export function nodeBinary(major: string): string {
  const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  return join(cache, 'vipfarm', `node-${major}`, 'node_modules', `node-linux-${process.arch}`, 'bin', 'node');
}

/** The folder of Debian's newest initdb and postgres, which are on no search path. */
export function postgresqlPrograms(): string | undefined {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root) : [];
  return versions
    .toSorted((a, b) => Number(b) - Number(a))
    .map((version) => join(root, version, 'bin'))
    .find((folder) => isExecutable(join(folder, 'initdb')));
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

function userNamespacesWork(): boolean {
  return spawnSync('unshare', ['-Urnm', 'true'], { stdio: 'ignore' }).status === 0;
}

/** Tried in namespaces of its own, so that nothing is left of it. */
function overlayMountsWork(): boolean {
  const attempt = `mount -t tmpfs tmpfs /mnt && cd /mnt && mkdir lower upper work root &&
    mount -t overlay overlay -o lowerdir=lower,upperdir=upper,workdir=work root`;
  return spawnSync('unshare', ['-mn', 'sh', '-c', attempt], { stdio: 'ignore' }).status === 0;
}

/** Modules that are Debian packages are known to Debian's own Python only. */
function debianPythonHas(module: string): boolean {
  return spawnSync('/usr/bin/python3', ['-c', `import ${module}`], { stdio: 'ignore' }).status === 0;
}

function searchPath(): readonly string[] {
  return [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/sbin'];
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
