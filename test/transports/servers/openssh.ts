import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import process from 'node:process';
import type { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort, makeScratch, type Scratch } from './scratch.ts';

/** A server of a test, with everything that a client needs to reach it. */
export interface TestServer extends AsyncDisposable {
  readonly port: number;
  /** Host keys, client keys and known_hosts; gone with the server. */
  readonly folder: string;
  /** A private key that may log in. */
  readonly identityFile: string;
  /** Holds the server's host keys. */
  readonly knownHosts: string;
}

export interface LoggingServer extends TestServer {
  /** How often the server has accepted a login so far. */
  logins(): number;
  /** How often it has rejected a password. */
  rejectedPasswords(): number;
  /** How often it was asked to prove its other host keys; it says so with the setting `LogLevel DEBUG`. */
  proofsAsked(): number;
}

/** How the server differs from the plain one. */
export interface ServerOptions {
  /** Lines for sshd_config; of a keyword the first line counts. */
  readonly settings?: readonly string[];
  /** Runs as root in mounts of its own before sshd starts; $FOLDER is the server's folder. */
  readonly prepare?: string;
}

/** A Debian sshd on a port of its own, run by whoever runs the tests. Without root nobody else can log in. */
export async function startOpenSsh(options: ServerOptions = {}): Promise<LoggingServer> {
  const scratch = makeScratch();
  const { folder } = scratch;
  const port = await freePort();
  const identityFile = makeKey(folder, 'id_ed25519', 'ed25519');
  const hostKeys = [makeKey(folder, 'host_ed25519', 'ed25519'), makeKey(folder, 'host_ecdsa', 'ecdsa')];
  const knownHosts = join(folder, 'known_hosts');
  writeFileSync(knownHosts, hostKeys.map((key) => `[127.0.0.1]:${port} ${publicKey(key)}\n`).join(''));
  copyFileSync(`${identityFile}.pub`, join(folder, 'authorized_keys'));
  const configuration = [
    ...(options.settings ?? []),
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    ...hostKeys.map((key) => `HostKey ${key}`),
    `AuthorizedKeysFile ${join(folder, 'authorized_keys')}`,
    'StrictModes no',
    'UsePAM no',
    'PidFile none',
    'MaxStartups 1000',
  ];
  writeFileSync(join(folder, 'sshd_config'), `${configuration.join('\n')}\n`);
  // Debian's unit makes it at boot; sshd of root does not start without it.
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true });
  const sshd = spawnServer(
    ['/usr/sbin/sshd', '-D', '-e', '-f', join(folder, 'sshd_config')],
    folder,
    options,
  );
  const serving = await serve(sshd, port, scratch);
  return {
    port,
    folder,
    identityFile,
    knownHosts,
    logins: () => serving.log().match(/^Accepted /gm)?.length ?? 0,
    rejectedPasswords: () => serving.log().match(/^Failed password /gm)?.length ?? 0,
    proofsAsked: () => serving.log().match(/ rtype hostkeys-prove-00@openssh\.com /g)?.length ?? 0,
    [Symbol.asyncDispose]: serving[Symbol.asyncDispose],
  };
}

/** What root's start-up files do is slow on some machines, and no part of any test. */
const emptyHome = 'mount -t tmpfs none /root';

function spawnServer(command: readonly string[], folder: string, { prepare }: ServerOptions) {
  const stdio: ['ignore', 'ignore', 'pipe'] = ['ignore', 'ignore', 'pipe'];
  const [program = '', ...args] = command;
  // Without root the tests take the user's start-up files as they are.
  if (process.getuid?.() !== 0) return spawn(program, args, { stdio });
  const script = `set -e\n${emptyHome}\n${prepare ?? ''}\nexec "$@"`;
  return spawn('unshare', ['--mount', 'sh', '-c', script, 'sh', ...command], {
    stdio,
    env: { ...process.env, FOLDER: folder },
  });
}

/** Makes a key pair with ssh-keygen and returns the path of its private half. */
export function makeKey(folder: string, name: string, type: string, passphrase = ''): string {
  const path = join(folder, name);
  execFileSync('ssh-keygen', ['-q', '-t', type, '-N', passphrase, '-C', name, '-f', path]);
  return path;
}

/** `ssh-ed25519 AAAA...`, the public half without its comment. */
export function publicKey(privateKeyFile: string): string {
  return readFileSync(`${privateKeyFile}.pub`, 'utf8').split(' ').slice(0, 2).join(' ');
}

/** A server that accepts connections, with all that it has logged. */
interface Serving extends AsyncDisposable {
  log(): string;
}

/** Waits until the server accepts connections. At the end, or if it does not come to that, nothing of it is left. */
export async function serve(server: ServerProcess, port: number, scratch: Scratch): Promise<Serving> {
  let log = '';
  server.stderr.on('data', (chunk: Buffer) => {
    log += chunk.toString();
  });
  async function end(): Promise<void> {
    await stop(server);
    scratch[Symbol.dispose]();
  }
  try {
    await untilListening(port, server, () => log);
  } catch (thrown) {
    await end();
    throw thrown;
  }
  return { log: () => log, [Symbol.asyncDispose]: end };
}

type ServerProcess = ChildProcess & { readonly stderr: Readable };

/** Waits until the server accepts connections; says what it logged when it ends instead. */
export async function untilListening(port: number, server: ChildProcess, log: () => string): Promise<void> {
  for (;;) {
    if (server.exitCode !== null) throw new Error(`the server ended with ${server.exitCode}: ${log()}`);
    if (await accepts(port)) return;
    await pause(20);
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

/**
 * Ends a process that a test has started, and waits until it is gone. It is told so every second: dropbear loses a signal
 * that comes just before it waits for the next connection.
 */
export async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const gone = once(server, 'exit');
  const end = () => server.kill('SIGTERM');
  end();
  const again = setInterval(end, 1_000);
  await gone;
  clearInterval(again);
}
