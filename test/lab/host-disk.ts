import { randomBytes } from 'node:crypto';
import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { LabRun } from './lab-run.ts';
import { mustRun } from './run-command.ts';
import type { Station } from './segment.ts';
import { type Stack, type StackFile, setUpStack } from './stack-files.ts';

/** A host's files: an overlay over the common tree. */
export interface HostDisk {
  readonly root: string;
  /** What its supervisor printed. */
  readonly log: string;
  /** `ssh-ed25519 AAAA...`: the public key its sshd shows. */
  readonly hostKey: string;
}

export interface DiskPlan {
  readonly run: LabRun;
  readonly station: Station;
  readonly stack: Stack;
  readonly baseTree: string;
  /** The public key that root and ops let in. */
  readonly authorizedKey: string;
}

/** Answers on port 80, VIP or not, with the name of the host; systemd listens, so nothing has to be installed. */
const NAME_SERVICE: readonly StackFile[] = [
  {
    path: '/etc/systemd/system/name.socket',
    mode: 0o644,
    lines: [
      '[Socket]',
      'ListenStream=80',
      'Accept=yes',
      'Backlog=512',
      'MaxConnections=512',
      'TriggerLimitBurst=0',
      '[Install]',
      'WantedBy=sockets.target',
    ],
  },
  {
    path: '/etc/systemd/system/name@.service',
    mode: 0o644,
    lines: [
      '[Unit]',
      'CollectMode=inactive-or-failed',
      '[Service]',
      'StandardInput=socket',
      'StandardError=null',
      `ExecStart=-/bin/sh -c 'read -r request; printf "HTTP/1.0 200 OK\\\\r\\\\n\\\\r\\\\n%%s\\\\n" "$(cat /etc/hostname)"'`,
    ],
  },
];

export async function prepareDisk(plan: DiskPlan): Promise<HostDisk> {
  const folder = join(plan.run.folder, plan.station.name);
  const root = join(folder, 'root');
  for (const part of ['upper', 'work', 'root']) await mkdir(join(folder, part), { recursive: true });
  const layers = `lowerdir=${plan.baseTree},upperdir=${join(folder, 'upper')},workdir=${join(folder, 'work')}`;
  await mustRun(['mount', '-t', 'overlay', 'overlay', '-o', layers, root]);

  await writeFile(join(root, 'etc/hostname'), `${plan.station.name}\n`);
  await writeFile(
    join(root, 'etc/hosts'),
    `127.0.0.1 localhost\n${plan.station.address} ${plan.station.name}\n`,
  );
  await writeFile(join(root, 'etc/machine-id'), `${randomBytes(16).toString('hex')}\n`);
  await writeFiles(root, NAME_SERVICE);
  await installStack(root, plan);
  await letIn(root, plan.authorizedKey);
  return { root, log: join(folder, 'log'), hostKey: await makeHostKey(root) };
}

async function installStack(root: string, plan: DiskPlan): Promise<void> {
  const setup = setUpStack(plan.stack, `${plan.station.address}/24`, '192.0.2.1');
  if (setup.replacement !== undefined) {
    const swap = `dpkg --purge ifupdown && dpkg --install --no-triggers /opt/debs/${setup.replacement}_*.deb`;
    await mustRun(['chroot', root, 'sh', '-c', swap], { environment: { DEBIAN_FRONTEND: 'noninteractive' } });
  }
  await writeFiles(root, setup.files);
  await mustRun(['systemctl', '--quiet', `--root=${root}`, 'enable', 'name.socket', ...setup.services]);
}

async function writeFiles(root: string, files: readonly StackFile[]): Promise<void> {
  for (const { path, mode, lines } of files) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), `${lines.join('\n')}\n`);
    await chmod(join(root, path), mode);
  }
}

async function letIn(root: string, key: string): Promise<void> {
  for (const [home, user] of [
    ['/root', 'root'],
    ['/home/ops', 'ops'],
  ]) {
    const keys = join(root, `${home}/.ssh/authorized_keys`);
    await mkdir(dirname(keys), { recursive: true, mode: 0o700 });
    await writeFile(keys, `${key}\n`, { mode: 0o600 });
    await mustRun(['chroot', root, 'chown', '-R', `${user}:`, `${home}/.ssh`]);
  }
}

async function makeHostKey(root: string): Promise<string> {
  const file = join(root, 'etc/ssh/ssh_host_ed25519_key');
  await rm(file, { force: true });
  await mustRun(['ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', file]);
  return (await mustRun(['cat', `${file}.pub`])).trim();
}
