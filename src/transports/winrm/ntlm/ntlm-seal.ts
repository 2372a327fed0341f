import { createHash } from 'node:crypto';
import { brokenSeal } from '../broken-seal.ts';
import type { Seal } from '../seal.ts';
import { hmacMd5 } from './proof.ts';
import { type Cipher, rc4 } from './rc4.ts';

/** One end of an NTLM session. The same code plays the server's end, in tests. */
export function ntlmSeal(sessionKey: Buffer, end: 'client' | 'server' = 'client'): Seal {
  const own = directionOf(sessionKey, end);
  const theirs = directionOf(sessionKey, end === 'client' ? 'server' : 'client');
  return {
    protocol: 'application/HTTP-SPNEGO-session-encrypted',
    seal: (message) => {
      const checksum = own.checksum(message);
      own.cipher(message, message);
      return { signature: own.sign(checksum), data: message };
    },
    open: ({ signature, data }) => {
      const message = theirs.cipher(data, data);
      if (!theirs.sign(theirs.checksum(message)).equals(signature)) throw brokenSeal();
      return message;
    },
  };
}

/** What one side signs and encrypts with. Cipher and count go on from message to message. */
interface Direction {
  readonly cipher: Cipher;
  /** Of a message in the clear. */
  checksum(message: Buffer): Buffer;
  /** The signature, once the message itself went through the cipher. */
  sign(checksum: Buffer): Buffer;
}

function directionOf(sessionKey: Buffer, from: 'client' | 'server'): Direction {
  const way = from === 'client' ? 'client-to-server' : 'server-to-client';
  const signingKey = derive(sessionKey, `session key to ${way} signing key magic constant\0`);
  const cipher = rc4(derive(sessionKey, `session key to ${way} sealing key magic constant\0`));
  /** How many messages there were, as each says it. */
  const number = Buffer.alloc(4);
  return {
    cipher,
    checksum: (message) => hmacMd5(signingKey, number, message).subarray(0, 8),
    sign: (checksum) => {
      const signature = Buffer.concat([Buffer.from([1, 0, 0, 0]), cipher(checksum), number]);
      number.writeUInt32LE(number.readUInt32LE() + 1);
      return signature;
    },
  };
}

function derive(sessionKey: Buffer, constant: string): Buffer {
  return createHash('md5').update(sessionKey).update(constant, 'latin1').digest();
}
