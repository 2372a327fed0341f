import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';

/** A host on a port of this machine that takes connections and never says who it is. */
export interface SilentHost extends AsyncDisposable {
  readonly port: number;
  /** Resolves when somebody is connected. */
  readonly reached: Promise<unknown>;
  /** Ends the connections that it has, and takes no other. */
  hangUp(): void;
}

export async function startSilentHost(): Promise<SilentHost> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).once('close', () => sockets.delete(socket));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const place = server.address();
  function hangUp(): void {
    server.close();
    for (const socket of sockets) socket.destroy();
  }
  return {
    port: typeof place === 'object' && place !== null ? place.port : Number.NaN,
    reached: once(server, 'connection'),
    hangUp,
    async [Symbol.asyncDispose]() {
      const closed = server.listening ? once(server, 'close') : undefined;
      hangUp();
      await closed;
    },
  };
}
