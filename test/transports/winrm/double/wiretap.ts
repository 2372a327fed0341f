import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

export interface Wiretap extends AsyncDisposable {
  readonly port: number;
  /** All bytes that went over the wire, in either direction. */
  overheard(): Buffer;
}

/** Hands everything on to a port of 127.0.0.1, and listens. */
export async function tapWire(port: number): Promise<Wiretap> {
  const chunks: Buffer[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on('data', (chunk) => chunks.push(chunk));
      from.on('error', () => to.destroy());
      from.on('close', () => to.destroy());
      from.pipe(to);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the wiretap has no port');
  return {
    port: address.port,
    overheard: () => Buffer.concat(chunks),
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
