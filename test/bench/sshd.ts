import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { quoteWord } from '../../src/core/quoting.ts';
import { hostScript } from '../../src/demo/host-tree.ts';
import type { Station } from '../../src/demo/layout.ts';
import { untilListening } from '../transports/servers/openssh.ts';

/** A real sshd on port 22 of every address, and the host that it lets root in to. */
export interface SshDoor {
  readonly station: Station;
  /** Has the keys `host_ed25519` and `id_ed25519`, and room for a mount. */
  readonly folder: string;
  /** In place of /bin/sh, the text of a script that the one who logs in gets for a shell. */
  readonly shell?: string;
}

const configuration = `Port 22
ListenAddress 0.0.0.0
HostKey /etc/ssh/host_ed25519
AuthorizedKeysFile /etc/ssh/authorized_keys
PermitRootLogin yes
StrictModes no
UsePAM no
UseDNS no
PidFile none
LogLevel ERROR
MaxStartups 10000
PerSourceMaxStartups none
Subsystem sftp /usr/lib/openssh/sftp-server
`;

/** Starts it in this network namespace, in mounts of its own. Root's home is empty, so no rc file costs anything. */
export async function openSshDoor({ station, folder, shell }: SshDoor): Promise<ChildProcess> {
  const script = [
    hostScript(station, join(folder, 'door')),
    'mkdir -p /etc/ssh /run/sshd',
    place('/etc/ssh/sshd_config', configuration),
    place('/etc/ssh/host_ed25519', readFileSync(join(folder, 'host_ed25519'), 'utf8')),
    'chmod 600 /etc/ssh/host_ed25519',
    place('/etc/ssh/authorized_keys', readFileSync(join(folder, 'id_ed25519.pub'), 'utf8')),
    place('/etc/ssh/shell', shell ?? '#!/bin/sh\nexec /bin/sh "$@"\n'),
    'chmod 755 /etc/ssh/shell',
    place('/etc/passwd', passwd(shell === undefined ? '/bin/sh' : '/etc/ssh/shell')),
    // Without this line glibc may ask systemd, which says that root is locked.
    place('/etc/shadow', 'root:*:19000::::::\n'),
    'exec /usr/sbin/sshd -D -e -f /etc/ssh/sshd_config',
  ].join('\n');
  const sshd = spawn('unshare', ['--mount', '--uts', 'sh', '-c', script], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { PATH: process.env['PATH'] },
  });
  let log = '';
  sshd.stderr.on('data', (chunk: Buffer) => {
    log = (log + chunk.toString()).slice(-4_000);
  });
  await untilListening(22, sshd, () => log);
  return sshd;
}

function passwd(shell: string): string {
  return `root:x:0:0:root:/root:${shell}\nsshd:x:100:65534::/run/sshd:/usr/sbin/nologin\n`;
}

function place(path: string, content: string): string {
  return `printf %s ${quoteWord(content)} >${path}`;
}
