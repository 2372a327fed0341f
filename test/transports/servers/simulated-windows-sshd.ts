import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import ssh2, { type Connection, type ServerChannel } from 'ssh2';
import { makeKeyPair } from '../../../src/demo/key-pair.ts';

/** What the simulated host makes of a command line and its standard input. */
export type CommandRunner = (
  commandLine: string,
  stdin: Buffer,
) => Promise<{ readonly stdout: Buffer; readonly stderr: Buffer; readonly exitCode: number }>;

export interface SimulatedWindowsSshd extends AsyncDisposable {
  readonly port: number;
  /** For known_hosts: the type and the key. */
  readonly hostKey: string;
  /** How many channels were closed by the client. */
  readonly closedChannels: number;
}

/**
 * Simulated: it greets as Microsoft's OpenSSH does and takes any login; commands get no terminal. With `keepsPipes` the
 * channel stays open after the exit status, as when a child that outlives the command holds its pipes.
 */
export async function startSimulatedWindowsSshd(
  run: CommandRunner,
  keepsPipes = false,
): Promise<SimulatedWindowsSshd> {
  const { private: privateKey, public: publicKey } = makeKeyPair();
  const sockets = new Set<Socket>();
  let closedChannels = 0;

  async function execute(channel: ServerChannel, commandLine: string): Promise<void> {
    channel.on('close', () => {
      closedChannels += 1;
    });
    const { stdout, stderr, exitCode } = await run(commandLine, await readAll(channel));
    channel.stderr.write(stderr);
    if (keepsPipes) {
      channel.write(stdout.subarray(0, 10));
      channel.exit(exitCode);
      setTimeout(() => channel.write(stdout.subarray(10)), 50);
    } else {
      channel.write(stdout);
      channel.exit(exitCode);
      channel.end();
    }
  }
  function serve(connection: Connection): void {
    connection.on('error', () => undefined);
    connection.on('authentication', (login) => login.accept());
    connection.on('session', (accept) => {
      const session = accept();
      session.on('pty', (_accept, reject) => reject());
      session.on('exec', (acceptCommand, _reject, { command }) => void execute(acceptCommand(), command));
    });
  }

  const ssh = new ssh2.Server({ hostKeys: [privateKey], ident: 'OpenSSH_for_Windows_9.5' }, serve);
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    ssh.injectSocket(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    hostKey: publicKey.split(' ').slice(0, 2).join(' '),
    get closedChannels() {
      return closedChannels;
    },
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

async function readAll(channel: ServerChannel): Promise<Buffer> {
  const chunks: Buffer[] = [];
  channel.on('data', (chunk: Buffer) => chunks.push(chunk));
  await once(channel, 'end');
  return Buffer.concat(chunks);
}
