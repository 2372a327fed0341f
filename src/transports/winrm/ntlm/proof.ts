import { createHmac } from 'node:crypto';
import { md4 } from './md4.ts';

/** Who logs in. */
export interface Account {
  readonly user: string;
  /** Empty for `user@domain`, and where the server is to decide. */
  readonly domain: string;
}

/** The proof that a client knows the password, and the key that follows from it. */
export interface Proof {
  /** The NTLMv2 response: NTProofStr and what was signed by it. */
  readonly response: Buffer;
  readonly sessionBaseKey: Buffer;
}

/** NTOWFv2: all that is needed of the password. */
export function passwordKey(password: string, { user, domain }: Account): Buffer {
  const hash = md4(Buffer.from(password, 'utf16le'));
  return hmacMd5(hash, Buffer.from(inCapitals(user) + domain, 'utf16le'));
}

/** As Windows does it, letter by letter: one that would become two stays as it is, such as the German sharp s. */
function inCapitals(text: string): string {
  return Array.from(text, (letter) => {
    const capital = letter.toUpperCase();
    return capital.length === letter.length ? capital : letter;
  }).join('');
}

/** @param temp what the client adds to the challenge: `proofInput` */
export function prove(key: Buffer, serverChallenge: Buffer, temp: Buffer): Proof {
  const proof = hmacMd5(key, serverChallenge, temp);
  return { response: Buffer.concat([proof, temp]), sessionBaseKey: hmacMd5(key, proof) };
}

/** MS-NLMP 3.3.2, `temp`. @param time a Windows file time of 8 bytes */
export function proofInput(time: Buffer, clientChallenge: Buffer, targetInfo: Buffer): Buffer {
  const head = Buffer.from([1, 1, 0, 0, 0, 0, 0, 0]);
  const gap = Buffer.alloc(4);
  return Buffer.concat([head, time, clientChallenge, gap, targetInfo, gap]);
}

/** Hundreds of nanoseconds since 1601. @param milliseconds since 1970 */
export function fileTime(milliseconds: number): Buffer {
  const time = Buffer.alloc(8);
  time.writeBigUInt64LE((BigInt(Math.trunc(milliseconds)) + 11_644_473_600_000n) * 10_000n);
  return time;
}

/** Milliseconds since 1970. */
export function fromFileTime(time: Buffer): number {
  return Number(time.readBigUInt64LE() / 10_000n - 11_644_473_600_000n);
}

export function hmacMd5(key: Uint8Array, ...parts: readonly Uint8Array[]): Buffer {
  const hmac = createHmac('md5', key);
  for (const part of parts) hmac.update(part);
  return hmac.digest();
}
