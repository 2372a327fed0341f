import { createHash, createHmac } from 'node:crypto';
import { md4 } from './md4.ts';
import { startRc4 } from './rc4.ts';

/** MS-NLMP 3.3.2: what only somebody who knows the password can have computed. */
export interface ExpectedProof {
  readonly proof: Buffer;
  readonly sessionBaseKey: Buffer;
}

export interface Secret {
  readonly user: string;
  /** As the client gave it. */
  readonly domain: string;
  readonly password: string;
}

export function responseKey({ user, domain, password }: Secret): Buffer {
  const identity = Buffer.from(upcase(user) + domain, 'utf16le');
  return hmacMd5(md4(Buffer.from(password, 'utf16le')), identity);
}

export function expectedProof(secret: Secret, serverChallenge: Buffer, clientBlob: Buffer): ExpectedProof {
  const key = responseKey(secret);
  const proof = hmacMd5(key, serverChallenge, clientBlob);
  return { proof, sessionBaseKey: hmacMd5(key, proof) };
}

export function openSessionKey(sessionBaseKey: Buffer, encrypted: Buffer): Buffer {
  return startRc4(sessionBaseKey)(encrypted);
}

/** MD5 over the structure of GSSAPI with nothing but application data (RFC 2744, 3.11). */
export function channelBindingOf(endPoint: Buffer): Buffer {
  const data = Buffer.concat([Buffer.from('tls-server-end-point:'), endPoint]);
  const head = Buffer.alloc(20);
  head.writeUInt32LE(data.length, 16);
  return createHash('md5').update(head).update(data).digest();
}

export function hmacMd5(key: Buffer, ...parts: readonly Buffer[]): Buffer {
  const hmac = createHmac('md5', key);
  for (const part of parts) hmac.update(part);
  return hmac.digest();
}

/** One code unit for one, as RtlUpcaseUnicodeString does: it has no capitals of two letters. */
function upcase(user: string): string {
  return user.replace(/./gsu, (unit) =>
    unit.toUpperCase().length > unit.length ? unit : unit.toUpperCase(),
  );
}
