import type { Login } from '../double-event.ts';
import { judgeLogin } from '../ntlm/judge-login.ts';
import { isNtlm, readMessage } from '../ntlm/messages.ts';
import { type SessionSeal, startSeal } from '../ntlm/session-seal.ts';
import { type ClientToken, readClientToken, writeComplete, writeContinue } from '../ntlm/spnego.ts';
import type { Connection } from './connection.ts';
import { beginHandshake, type Handshake } from './handshake.ts';
import type { Admission, Server } from './serve.ts';

/** One token of `Authorization: Negotiate`: NTLM as such, or within SPNEGO. */
export function negotiate(bytes: Buffer, connection: Connection, server: Server): Admission {
  try {
    return isNtlm(bytes)
      ? step({ mechanisms: undefined, inner: bytes, mic: undefined }, connection, server)
      : step(readClientToken(bytes), connection, server, true);
  } catch (error) {
    if (error instanceof RangeError) return { why: 'unreadable' };
    throw error;
  }
}

function step(token: ClientToken, connection: Connection, server: Server, wrapped = false): Admission {
  const { handshake } = connection;
  connection.handshake = undefined;
  if (token.inner === undefined) throw new RangeError('there is no message of NTLM');
  const message = readMessage(token.inner);
  const { options } = server;
  if (message.kind === 'negotiate') {
    connection.login = undefined;
    connection.seal = undefined;
    const begun = beginHandshake(message, token.mechanisms, {
      machine: options.machine ?? 'WIN-DOUBLE',
      clockSkew: options.clockSkew ?? 0,
    });
    connection.handshake = begun;
    return { token: wrapped ? writeContinue(begun.challenge) : begun.challenge };
  }
  if (handshake === undefined || (handshake.mechanisms !== undefined) !== wrapped) {
    return { why: 'unreadable' };
  }
  const judgement = judgeLogin(
    { ...handshake, authenticate: message },
    {
      users: options.users,
      hardening: options.cbtHardeningLevel ?? 'Relaxed',
      endPoint: server.certificate?.endPoint,
    },
  );
  if (judgement.kind === 'refused') return { why: judgement.why };
  const seal = startSeal(judgement.sessionKey);
  const login: Login = { ...judgement.login, scheme: wrapped ? 'SPNEGO' : 'NTLM' };
  const completion = wrapped ? complete(token, handshake, seal) : undefined;
  if (wrapped && completion === undefined) return { why: 'mic' };
  connection.login = login;
  connection.seal = seal;
  server.listen({ kind: 'login', connection: connection.id, ...login });
  return completion === undefined ? { login } : { login, token: completion };
}

/** SPNEGO's last word; undefined when the client's signature over the mechanisms is wrong. */
function complete({ mic }: ClientToken, { mechanisms }: Handshake, seal: SessionSeal): Buffer | undefined {
  if (mic === undefined || mechanisms === undefined) return writeComplete(undefined);
  if (!seal.verify(mechanisms, mic)) return undefined;
  const own = seal.sign(mechanisms);
  seal.restartCiphers();
  return writeComplete(own);
}
