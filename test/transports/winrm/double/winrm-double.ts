import { once } from 'node:events';
import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { Socket } from 'node:net';
import { makeScratch } from '../../servers/scratch.ts';
import { makeCertificate, type SignatureHash, type TestCertificate } from './certificate.ts';
import type { CommandHost } from './command-host.ts';
import type { DoubleEvent } from './double-event.ts';
import { type Connection, newConnection } from './http/connection.ts';
import { serve } from './http/serve.ts';
import { defaultQuotas, type Quotas } from './quotas.ts';
import { makeShellHost } from './shells/shell-host.ts';

export interface WinrmDoubleOptions {
  readonly users: readonly User[];
  readonly commands: CommandHost;
  /** Serve HTTPS with a certificate of its own. Default: HTTP. */
  readonly https?: boolean;
  /** Names and addresses in the certificate. Default: localhost and the loopback addresses. */
  readonly certificateNames?: readonly string[];
  /** Default: SHA-256. */
  readonly signatureHash?: SignatureHash;
  /** Ways to log in. Default: Basic and Negotiate, which is NTLM, as such or within SPNEGO. */
  readonly schemes?: readonly Scheme[];
  /** Take passwords and messages in the clear over HTTP. Default: false, as on Windows. */
  readonly allowUnencrypted?: boolean;
  /** Default: Relaxed, as on Windows. */
  readonly cbtHardeningLevel?: CbtHardeningLevel;
  readonly quotas?: Partial<Quotas>;
  /** Server 2012 and older start a program without cmd.exe where the client asks for it. Default: false. */
  readonly obeysSkipCmdShell?: boolean;
  /** Servers with newer updates name in each answer the activity that it belongs to. Default: false. */
  readonly namesActivities?: boolean;
  /** What the server calls itself in NTLM and in faults. Default: WIN-DOUBLE. */
  readonly machine?: string;
  /** Milliseconds by which the server's clock is ahead. */
  readonly clockSkew?: number;
  /** The service answers everything with 503, as Windows does while it starts or has too many connections. */
  readonly unavailable?: boolean;
  /** Default: 127.0.0.1. */
  readonly address?: string;
  /** Default: a free one. */
  readonly port?: number;
  /** Keep `events`. Default: true; a server that runs long should not. */
  readonly keepEvents?: boolean;
  /** Alters an answer before it is sealed: for servers that lie. */
  readonly tamper?: (answer: PlainAnswer) => PlainAnswer;
}

export interface User {
  /** As it is given at the login, without a domain: the double is a server of no domain. */
  readonly name: string;
  readonly password: string;
  /** A local administrator whom the UAC filter keeps out: the login succeeds, everything else is denied. */
  readonly filtered?: boolean;
}

export type Scheme = 'Basic' | 'Negotiate';
export type CbtHardeningLevel = 'None' | 'Relaxed' | 'Strict';

export interface PlainAnswer {
  readonly status: number;
  readonly body: string;
}

/** A server that behaves as Windows' WinRM does towards its clients. */
export interface WinrmDouble extends AsyncDisposable {
  readonly port: number;
  /** `http://127.0.0.1:5985/wsman` */
  readonly url: string;
  readonly certificate: TestCertificate | undefined;
  /** What was asked of it, in order. */
  readonly events: readonly DoubleEvent[];
  readonly liveShells: readonly string[];
  /** Ends every connection at once, as a network does. */
  cutConnections(): void;
}

export async function startWinrmDouble(options: WinrmDoubleOptions): Promise<WinrmDouble> {
  const events: DoubleEvent[] = [];
  const listen = (event: DoubleEvent): void => {
    if (options.keepEvents !== false) events.push(event);
  };
  const quotas = { ...defaultQuotas, ...options.quotas };
  const shellHost = makeShellHost({
    commands: options.commands,
    quotas,
    obeysSkipCmdShell: options.obeysSkipCmdShell ?? false,
    listen,
  });
  const scratch = makeScratch();
  const certificate =
    options.https === true
      ? makeCertificate(scratch.folder, options.certificateNames, options.signatureHash)
      : undefined;
  const connections = new Map<Socket, Connection>();
  const server = makeServer(certificate, (request, response) => {
    const connection = connections.get(request.socket);
    if (connection === undefined) response.destroy();
    else void serve(request, response, connection, { options, quotas, shellHost, certificate, listen });
  });
  server.on(certificate === undefined ? 'connection' : 'secureConnection', (socket: Socket) => {
    const connection = newConnection(socket, certificate !== undefined);
    connections.set(socket, connection);
    listen({ kind: 'connected', connection: connection.id, secure: connection.secure });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      connections.delete(socket);
      listen({ kind: 'disconnected', connection: connection.id });
    });
  });
  server.on('clientError', (_, socket) => socket.destroy());
  const address = options.address ?? '127.0.0.1';
  server.listen(options.port ?? 0, address);
  await once(server, 'listening');
  const port = portOf(server);
  return {
    port,
    url: `${certificate === undefined ? 'http' : 'https'}://${address}:${port}/wsman`,
    certificate,
    events,
    get liveShells() {
      return shellHost.liveShells;
    },
    cutConnections: () => {
      for (const socket of connections.keys()) socket.destroy();
    },
    [Symbol.asyncDispose]: async () => {
      shellHost.close();
      for (const socket of connections.keys()) socket.destroy();
      server.close();
      await once(server, 'close');
      scratch[Symbol.dispose]();
    },
  };
}

function makeServer(certificate: TestCertificate | undefined, listener: RequestListener): Server {
  const server =
    certificate === undefined
      ? createHttpServer(listener)
      : createHttpsServer({ key: certificate.key, cert: certificate.pem }, listener);
  // Windows keeps an idle connection for two minutes.
  server.keepAliveTimeout = 120_000;
  return server;
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address.port;
}
