import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { MessageSeal } from './message-seal.ts';
import { type Rc4, startRc4 } from './rc4.ts';

/** Both directions of a session with extended session security, 128 bit and key exchange (MS-NLMP 3.4). */
export interface SessionSeal extends MessageSeal {
  /** A signature over a message in the clear, from the client: SPNEGO's mechListMIC. Counts as a message. */
  verify(message: Buffer, signature: Buffer): boolean;
  sign(message: Buffer): Buffer;
  /** SPNEGO starts the ciphers again after its own signatures; the numbers go on. */
  restartCiphers(): void;
}

export function startSeal(sessionKey: Buffer): SessionSeal {
  const keys = deriveKeys(sessionKey);
  let incoming = startRc4(keys.clientSeal);
  let outgoing = startRc4(keys.serverSeal);
  let received = 0;
  let sent = 0;
  const verify = (message: Buffer, signature: Buffer): boolean => {
    const expected = signatureOf(keys.clientSign, received, message, incoming);
    received++;
    return signature.length === expected.length && timingSafeEqual(signature, expected);
  };
  const sign = (message: Buffer): Buffer => {
    const signature = signatureOf(keys.serverSign, sent, message, outgoing);
    sent++;
    return signature;
  };
  return {
    verify,
    sign,
    open: ({ signature, data }) => {
      const plain = incoming(data);
      return verify(plain, signature) ? plain : undefined;
    },
    seal: (plain) => {
      const data = outgoing(plain);
      return { data, signature: sign(plain) };
    },
    restartCiphers: () => {
      incoming = startRc4(keys.clientSeal);
      outgoing = startRc4(keys.serverSeal);
    },
  };
}

export interface SealKeys {
  readonly clientSign: Buffer;
  readonly clientSeal: Buffer;
  readonly serverSign: Buffer;
  readonly serverSeal: Buffer;
}

/** The closing NUL of each phrase is hashed as well. */
export function deriveKeys(sessionKey: Buffer): SealKeys {
  const derive = (way: string, use: string): Buffer =>
    createHash('md5')
      .update(sessionKey)
      .update(`session key to ${way} ${use} key magic constant\0`, 'latin1')
      .digest();
  return {
    clientSign: derive('client-to-server', 'signing'),
    clientSeal: derive('client-to-server', 'sealing'),
    serverSign: derive('server-to-client', 'signing'),
    serverSeal: derive('server-to-client', 'sealing'),
  };
}

/** Version 1, eight bytes of checksum under the running cipher, the number of the message. */
export function signatureOf(signKey: Buffer, sequence: number, message: Buffer, cipher: Rc4): Buffer {
  const number = Buffer.alloc(4);
  number.writeUInt32LE(sequence);
  const checksum = createHmac('md5', signKey).update(number).update(message).digest().subarray(0, 8);
  return Buffer.concat([Buffer.from([1, 0, 0, 0]), cipher(checksum), number]);
}
