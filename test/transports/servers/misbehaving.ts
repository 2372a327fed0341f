import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import ssh2, { type AuthContext, type Connection, type ServerChannel, type Session } from 'ssh2';
import { makeKeyPair } from '../../../src/demo/key-pair.ts';
import { fingerprint } from '../../../src/transports/ssh/host-key.ts';

/** What a server does that no server should do. Whatever is left out it does well. */
export interface Misbehaviour {
  /** In place of SSH: what happens when somebody connects. */
  readonly onConnect?: (socket: Socket) => void;
  readonly greeting?: string;
  readonly onLogin?: (login: AuthContext, connection: Connection) => void;
  readonly onChannel?: (accept: () => Session, reject: () => void) => void;
  readonly onCommand?: (accept: () => ServerChannel, reject: () => void, connection: Connection) => void;
}

export interface MisbehavingServer extends AsyncDisposable {
  readonly port: number;
  /** For known_hosts: the type and the key. */
  readonly hostKey: string;
  /** `SHA256:...` of that key. */
  readonly fingerprint: string;
}

/** An SSH server in this process that takes any login and answers any script with nothing, but for its misbehaviour. */
export async function startMisbehaving(misbehaviour: Misbehaviour): Promise<MisbehavingServer> {
  const { private: privateKey, public: publicKey } = makeKeyPair();
  const hostKey = publicKey.split(' ').slice(0, 2).join(' ');
  const sockets = new Set<Socket>();
  const ssh = new ssh2.Server(
    { hostKeys: [privateKey], greeting: misbehaviour.greeting ?? '' },
    (connection) => serve(connection, misbehaviour),
  );
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    if (misbehaviour.onConnect === undefined) ssh.injectSocket(socket);
    else misbehaviour.onConnect(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: portOf(server),
    hostKey,
    fingerprint: fingerprint({ type: 'ssh-ed25519', base64: hostKey.split(' ')[1] ?? '' }),
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function serve(connection: Connection, misbehaviour: Misbehaviour): void {
  const { onLogin, onChannel, onCommand } = misbehaviour;
  connection.on('error', () => undefined);
  connection.on('authentication', (login) =>
    onLogin === undefined ? login.accept() : onLogin(login, connection),
  );
  connection.on('session', (accept, reject) => {
    const open = (): Session => {
      const session = accept();
      session.on('exec', (acceptCommand, rejectCommand) => {
        const start = onCommand ?? endWell;
        start(acceptCommand, rejectCommand, connection);
      });
      return session;
    };
    if (onChannel === undefined) open();
    else onChannel(open, reject);
  });
}

function endWell(accept: () => ServerChannel): void {
  const channel = accept();
  channel.exit(0);
  channel.end();
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address.port;
}
