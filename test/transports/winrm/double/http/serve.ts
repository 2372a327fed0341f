import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TestCertificate } from '../certificate.ts';
import type { Listen, Login, Refusal } from '../double-event.ts';
import type { Quotas } from '../quotas.ts';
import type { ShellHost } from '../shells/shell-host.ts';
import type { User, WinrmDoubleOptions } from '../winrm-double.ts';
import { malformed } from '../wsman/faults.ts';
import { type Reply, refuse, writeReply } from '../wsman/reply.ts';
import { type Request, readRequest } from '../wsman/request.ts';
import { readBasic } from './basic.ts';
import type { Connection } from './connection.ts';
import { isSealed, readFrame, writeFrame } from './frame.ts';
import { negotiate } from './negotiate.ts';
import { readBody } from './read-body.ts';
import { send } from './send.ts';

export interface Server {
  readonly options: WinrmDoubleOptions;
  readonly quotas: Quotas;
  readonly shellHost: ShellHost;
  readonly certificate: TestCertificate | undefined;
  readonly listen: Listen;
}

/** Answers one HTTP request as HTTP.sys and WinRM would together. */
export async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  connection: Connection,
  server: Server,
): Promise<void> {
  response.setHeader('Server', 'Microsoft-HTTPAPI/2.0');
  const stop = (status: number, why: Refusal): void => {
    server.listen({ kind: 'refused', connection: connection.id, why });
    response.writeHead(status, { 'Content-Length': 0 }).end();
  };
  const body = await readBody(request, server.quotas.maxEnvelopeSizekb * 1024);
  if (body.kind === 'lost') return;
  if (server.options.unavailable === true) return stop(503, 'unavailable');
  if (request.url?.split('?')[0] !== '/wsman') return stop(404, 'path');
  if (request.method !== 'POST') return stop(405, 'method');
  if (body.kind === 'unmeasured') return stop(411, 'length');
  if (body.kind === 'too-large') return stop(413, 'size');
  const { bytes } = body;
  const admission = admit(request.headers.authorization, connection, server);
  if (admission.token !== undefined) {
    response.setHeader('WWW-Authenticate', `Negotiate ${admission.token.toString('base64')}`);
  }
  if (admission.login === undefined) {
    if (admission.token === undefined) response.setHeader('WWW-Authenticate', challenges(connection, server));
    if (admission.why === undefined) response.writeHead(401, { 'Content-Length': 0 }).end();
    else stop(401, admission.why);
    return;
  }
  if (bytes.length === 0) {
    response.writeHead(200, { 'Content-Length': 0 }).end();
    return;
  }
  await answerMessage(bytes, request, response, connection, admission.login, server, stop);
}

async function answerMessage(
  bytes: Buffer,
  request: IncomingMessage,
  response: ServerResponse,
  connection: Connection,
  login: Login,
  server: Server,
  stop: (status: number, why: Refusal) => void,
): Promise<void> {
  const { listen, options, shellHost } = server;
  const type = request.headers['content-type'] ?? '';
  const sealed = isSealed(type);
  if (!sealed && !connection.secure && options.allowUnencrypted !== true) return stop(500, 'unencrypted');
  if (!sealed && !type.toLowerCase().startsWith('application/soap+xml')) return stop(415, 'unreadable');
  const plain = sealed ? readFrame(bytes, type, connection.seal) : bytes;
  if (plain === undefined) return stop(400, 'seal');
  const message = tryReading(plain.toString('utf8'));
  const action = message?.action.slice(message.action.lastIndexOf('/') + 1) ?? 'unreadable';
  listen({ kind: 'request', connection: connection.id, action, sealed, bytes: plain.length });
  const reply =
    message === undefined
      ? refuse(malformed)
      : await shellHost.perform(message, callerOf(login, connection, options.users));
  listen({ kind: 'answered', connection: connection.id, action, fault: faultOf(reply) });
  const envelope = writeReply(reply, {
    relatesTo: message?.messageId,
    machine: options.machine ?? 'WIN-DOUBLE',
    namesActivity: options.namesActivities ?? false,
  });
  const honest = { status: reply.kind === 'fault' ? 500 : 200, body: envelope };
  const answer = options.tamper?.(honest) ?? honest;
  const text = Buffer.from(answer.body);
  const frame =
    sealed && connection.seal !== undefined
      ? writeFrame(text, connection.seal)
      : { type: 'application/soap+xml;charset=UTF-8', bytes: text };
  await send(response, answer.status, frame.type, frame.bytes);
}

function tryReading(text: string): Request | undefined {
  try {
    return readRequest(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function faultOf(reply: Reply): number | undefined {
  return reply.kind === 'fault' ? reply.fault.code : undefined;
}

function callerOf(login: Login, connection: Connection, users: readonly User[]): ShellCaller {
  return {
    user: login.user,
    address: connection.address,
    filtered: users.find(({ name }) => name === login.user)?.filtered ?? false,
    signal: connection.gone,
  };
}

type ShellCaller = Parameters<ShellHost['perform']>[1];

/** Who may go on, or what to answer instead. */
export interface Admission {
  readonly login?: Login;
  readonly token?: Buffer;
  readonly why?: Refusal;
}

function admit(authorization: string | undefined, connection: Connection, server: Server): Admission {
  const { options, listen } = server;
  const schemes = offered(connection, server);
  if (authorization === undefined) {
    return connection.login === undefined ? {} : { login: connection.login };
  }
  const [scheme = '', credentials = ''] = authorization.trim().split(/\s+/, 2);
  const known = schemes.find((each) => each.toLowerCase() === scheme.toLowerCase());
  if (known === undefined) return { why: 'scheme' };
  if (known === 'Negotiate') return negotiate(Buffer.from(credentials, 'base64'), connection, server);
  const user = readBasic(credentials, options.users);
  if (user === undefined) return { why: 'credentials' };
  const login: Login = { user: user.name, scheme: 'Basic', mic: false, channelBinding: 'absent' };
  if (connection.basicUser !== user.name) listen({ kind: 'login', connection: connection.id, ...login });
  connection.basicUser = user.name;
  return { login };
}

/** Basic is not even offered over HTTP where nothing may be unencrypted. */
function offered(connection: Connection, { options }: Server): readonly string[] {
  const schemes = options.schemes ?? ['Negotiate', 'Basic'];
  const basicIsSafe = connection.secure || options.allowUnencrypted === true;
  return schemes.filter((scheme) => scheme !== 'Basic' || basicIsSafe);
}

function challenges(connection: Connection, server: Server): string[] {
  return offered(connection, server).map((scheme) => (scheme === 'Basic' ? 'Basic realm="WSMAN"' : scheme));
}
