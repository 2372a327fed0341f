import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

export interface AnswerRelay extends AsyncDisposable {
  readonly port: number;
}

/**
 * Hands everything on to a port of 127.0.0.1, and so many answers back. After that the server is as good as dead and its
 * connections stay open; or the first of them is cut, and those that follow it go through.
 */
export async function relayAnswers(
  port: number,
  answers: number,
  then: 'silence' | 'cut' = 'silence',
): Promise<AnswerRelay> {
  const sockets = new Set<Socket>();
  let isCut = false;
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    let given = 0;
    for (const socket of [near, far]) sockets.add(socket.on('error', () => undefined));
    near.on('close', () => far.destroy());
    near.pipe(far);
    far.on('data', (chunk: Buffer) => {
      given += chunk.toString('latin1').split('HTTP/1.1 ').length - 1;
      if (given <= answers || isCut) near.write(chunk);
      else if (then === 'cut') {
        isCut = true;
        near.destroy();
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the relay has no port');
  return {
    port: address.port,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
