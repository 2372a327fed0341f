import { type ChildProcess, spawn } from 'node:child_process';
import { timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import process from 'node:process';
import ssh2, { type AuthContext, type ParsedKey, type ServerChannel, type Session } from 'ssh2';
import type { Command } from '../core/quoting.ts';
import { makeKeyPair } from './key-pair.ts';
import { type Runner, withSystemTools } from './run-command.ts';

/** An SSH server on this machine's loopback whose commands run in a host of the farm. */
export interface SshDoor extends AsyncDisposable {
  readonly port: number;
  /** The line for known_hosts. */
  readonly knownHost: string;
}

export interface DoorOptions {
  /** The one key that is let in, for the user root. */
  readonly allowed: ParsedKey;
  /** The command line of a client, as it is started on this machine. */
  commandFor(line: string): Command;
  /** Who runs it, where it must not be the user of this process. */
  readonly runner: Runner | undefined;
}

const loopback = '127.0.0.1';

/** Listens on a free port of 127.0.0.1, with a host key made for the occasion. */
export async function openSshDoor(options: DoorOptions): Promise<SshDoor> {
  const hostKey = makeKeyPair();
  const ssh = new ssh2.Server({ hostKeys: [hostKey.private] }, (connection, { ip, port }) => {
    const from = `${ip} ${port} ${loopback} ${portOf(listener)}`;
    // What a client does to its connection is no concern of the farm.
    connection.on('error', () => undefined);
    connection.on('authentication', (attempt) => answerLogin(attempt, options.allowed));
    connection.on('session', (accept) => serveSession(accept(), options, from));
  });
  const sockets = new Set<Socket>();
  const listener = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    ssh.injectSocket(socket);
  });
  listener.listen(0, loopback);
  await once(listener, 'listening');
  const port = portOf(listener);
  const [algorithm, key] = hostKey.public.split(' ');
  return {
    port,
    knownHost: `[${loopback}]:${port} ${algorithm} ${key}`,
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => listener.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function portOf(listener: Server): number {
  const address = listener.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function answerLogin(attempt: AuthContext, allowed: ParsedKey): void {
  if (attempt.method !== 'publickey' || attempt.username !== 'root') {
    attempt.reject(['publickey']);
    return;
  }
  const { key, blob, signature, hashAlgo } = attempt;
  const expected = allowed.getPublicSSH();
  const isSame = key.data.length === expected.length && timingSafeEqual(key.data, expected);
  // Without a signature the client only asks whether this key would do.
  const isProven =
    signature === undefined || (blob !== undefined && allowed.verify(blob, signature, hashAlgo) === true);
  if (isSame && isProven) attempt.accept();
  else attempt.reject(['publickey']);
}

/** `from` is what sshd(8) gives as SSH_CONNECTION. */
function serveSession(session: Session, options: DoorOptions, from: string): void {
  session.on('exec', (accept, _reject, request) => {
    serveCommand(accept(), request.command, options, from);
  });
  session.on('shell', (accept) => {
    serveCommand(accept(), 'exec /bin/sh', options, from);
  });
}

function serveCommand(channel: ServerChannel, line: string, options: DoorOptions, from: string): void {
  const [program = '', ...words] = options.commandFor(line);
  const env = environmentOfHost(from);
  const child = spawn(program, words, { ...options.runner, env, detached: true, stdio: 'pipe' });
  // Either side may go first; the other then reads an end, as with any SSH server.
  for (const stream of [channel, channel.stderr, child.stdin]) stream.on('error', () => undefined);
  channel.pipe(child.stdin);
  child.stdout.pipe(channel, { end: false });
  child.stderr.pipe(channel.stderr, { end: false });
  // As with sshd(8), whoever prints to nobody meets a broken pipe: by that a watch learns that its operator is gone.
  channel.once('close', () => {
    child.stdout.destroy();
    child.stderr.destroy();
  });
  reportEnd(child, channel);
}

function reportEnd(child: ChildProcess, channel: ServerChannel): void {
  child.once('error', () => {
    channel.exit(127);
    channel.end();
  });
  child.once('close', (code, signal) => {
    if (code !== null) channel.exit(code);
    else if (signal !== null) channel.exit(signal.replace('SIG', ''));
    channel.end();
  });
}

/** A host knows nothing of the environment of the person who runs the demo. */
function environmentOfHost(from: string): NodeJS.ProcessEnv {
  return {
    ...withSystemTools({ PATH: process.env['PATH'] ?? '' }),
    HOME: '/root',
    USER: 'root',
    LOGNAME: 'root',
    SHELL: '/bin/sh',
    LANG: 'C',
    SSH_CONNECTION: from,
  };
}
