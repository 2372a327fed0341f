import { execFileSync, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeKey, serve, type TestServer } from './openssh.ts';
import { freePort, makeScratch } from './scratch.ts';

/**
 * A dropbear on a port of its own. It looks for keys in the home folder only, so root's home is another one for this
 * server, in mounts of its own: it needs root.
 */
export async function startDropbear(): Promise<TestServer> {
  const scratch = makeScratch();
  const { folder } = scratch;
  const port = await freePort();
  const identityFile = makeKey(folder, 'id_ed25519', 'ed25519');
  const hostKey = join(folder, 'host_ed25519');
  const made = execFileSync('dropbearkey', ['-t', 'ed25519', '-f', hostKey], { encoding: 'utf8' });
  const publicHalf = /^ssh-ed25519 \S+/m.exec(made)?.[0] ?? '';
  const knownHosts = join(folder, 'known_hosts');
  writeFileSync(knownHosts, `[127.0.0.1]:${port} ${publicHalf}\n`);
  const script = `
    set -e
    mount -t tmpfs -o mode=700 none /root
    mkdir -m 700 /root/.ssh
    cp "$1/id_ed25519.pub" /root/.ssh/authorized_keys
    exec dropbear -F -E -r "$1/host_ed25519" -p "127.0.0.1:$2" -P ''
  `;
  const dropbear = spawn('unshare', ['--mount', 'sh', '-c', script, 'sh', folder, String(port)], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const serving = await serve(dropbear, port, scratch);
  return {
    port,
    folder,
    identityFile,
    knownHosts,
    [Symbol.asyncDispose]: serving[Symbol.asyncDispose],
  };
}
