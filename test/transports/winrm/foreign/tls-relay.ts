import { once } from 'node:events';
import { connect, createServer, type TLSSocket } from 'node:tls';
import { makeScratch } from '../../servers/scratch.ts';
import { makeCertificate, type TestCertificate } from '../double/certificate.ts';

export interface TlsRelay extends AsyncDisposable {
  readonly url: string;
  /** Not that of the server behind. */
  readonly certificate: TestCertificate;
}

/** Somebody in the middle: ends TLS with a certificate of his own, and hands everything on to a port of 127.0.0.1. */
export async function startTlsRelay(port: number): Promise<TlsRelay> {
  using scratch = makeScratch();
  const certificate = makeCertificate(scratch.folder);
  const sockets = new Set<TLSSocket>();
  const server = createServer({ key: certificate.key, cert: certificate.pem }, (near) => {
    const far = connect({ port, host: '127.0.0.1', rejectUnauthorized: false });
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on('error', () => to.destroy());
      from.on('close', () => to.destroy());
      from.pipe(to);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the relay has no port');
  return {
    url: `https://127.0.0.1:${address.port}/wsman`,
    certificate,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
