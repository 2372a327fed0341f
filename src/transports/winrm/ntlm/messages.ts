import type { Account } from './proof.ts';

/** MS-NLMP 2.2.2.5. */
export const flag = {
  unicode: 0x1,
  oem: 0x2,
  requestTarget: 0x4,
  sign: 0x10,
  seal: 0x20,
  ntlm: 0x200,
  alwaysSign: 0x8000,
  extendedSecurity: 0x80000,
  targetIsDomain: 0x10000,
  targetIsServer: 0x20000,
  targetInfo: 0x800000,
  version: 0x2000000,
  key128: 0x20000000,
  keyExchange: 0x40000000,
  key56: 0x80000000,
} as const;

/** The first message: what the client can do. */
export function negotiateMessage(): Buffer {
  const message = Buffer.alloc(40);
  writeHead(message, 1);
  message.writeUInt32LE(offered, 12);
  version.copy(message, 32);
  return message;
}

const offered =
  (flag.unicode |
    flag.oem |
    flag.requestTarget |
    flag.sign |
    flag.seal |
    flag.ntlm |
    flag.alwaysSign |
    flag.extendedSecurity |
    flag.version |
    flag.key128 |
    flag.keyExchange |
    flag.key56) >>>
  0;

/** What the client may say back of the flags of the server. */
const echoed = (offered & ~flag.oem) | flag.targetInfo | flag.targetIsDomain | flag.targetIsServer;

/** Without these no message could be sealed as NTLMv2 with 128 bits seals it. */
export const needed =
  (flag.unicode | flag.sign | flag.seal | flag.extendedSecurity | flag.key128 | flag.keyExchange) >>> 0;

export interface Authentication {
  /** As the server set them. */
  readonly flags: number;
  readonly account: Account;
  readonly lmResponse: Buffer;
  readonly ntResponse: Buffer;
  readonly encryptedSessionKey: Buffer;
}

/** Where the signature over all three messages stands in the third. */
export const micOffset = 72;
const payloadOffset = 88;

/** The third message, with zeros for the signature over all three. */
export function authenticateMessage(authentication: Authentication): Buffer {
  const { account, lmResponse, ntResponse, encryptedSessionKey } = authentication;
  const domain = Buffer.from(account.domain, 'utf16le');
  const user = Buffer.from(account.user, 'utf16le');
  const workstation = Buffer.alloc(0);
  const head = Buffer.alloc(payloadOffset);
  writeHead(head, 3);
  let offset = payloadOffset;
  // Where each part is described in the head, in the order in which the parts follow it.
  const parts = [
    [28, domain],
    [36, user],
    [44, workstation],
    [12, lmResponse],
    [20, ntResponse],
    [52, encryptedSessionKey],
  ] as const;
  for (const [field, part] of parts) {
    head.writeUInt16LE(part.length, field);
    head.writeUInt16LE(part.length, field + 2);
    head.writeUInt32LE(offset, field + 4);
    offset += part.length;
  }
  head.writeUInt32LE((authentication.flags & echoed) >>> 0, 60);
  version.copy(head, 64);
  return Buffer.concat([head, ...parts.map(([, part]) => part)]);
}

/** Of no meaning to the other side: Windows 10.0, NTLM revision 15. */
const version = Buffer.from([10, 0, 0, 0, 0, 0, 0, 15]);

function writeHead(message: Buffer, type: number): void {
  message.write('NTLMSSP\0', 'latin1');
  message.writeUInt32LE(type, 8);
}
