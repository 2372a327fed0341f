const signature = Buffer.from('NTLMSSP\0', 'latin1');

/** The flags that the double looks at or sets (MS-NLMP 2.2.2.5). */
export const flags = {
  unicode: 0x00000001,
  oem: 0x00000002,
  requestTarget: 0x00000004,
  sign: 0x00000010,
  seal: 0x00000020,
  ntlm: 0x00000200,
  alwaysSign: 0x00008000,
  targetIsServer: 0x00020000,
  extendedSecurity: 0x00080000,
  targetInfo: 0x00800000,
  version: 0x02000000,
  bits128: 0x20000000,
  keyExchange: 0x40000000,
  bits56: 0x80000000,
} as const;

export type NtlmMessage =
  | { readonly kind: 'negotiate'; readonly flags: number; readonly bytes: Buffer }
  | ({ readonly kind: 'authenticate'; readonly bytes: Buffer } & Authenticate);

export interface Authenticate {
  readonly flags: number;
  readonly domain: string;
  readonly user: string;
  readonly ntResponse: Buffer;
  readonly encryptedSessionKey: Buffer;
}

/** Where the MIC stands in an AUTHENTICATE message that has one. */
export const micAt = { begin: 72, end: 88 } as const;

export function isNtlm(bytes: Buffer): boolean {
  return bytes.subarray(0, 8).equals(signature);
}

/** @throws RangeError: not a NEGOTIATE or AUTHENTICATE message, or cut off */
export function readMessage(bytes: Buffer): NtlmMessage {
  if (!isNtlm(bytes)) throw new RangeError('not an NTLM message');
  const type = bytes.readUInt32LE(8);
  if (type === 1) return { kind: 'negotiate', flags: bytes.readUInt32LE(12), bytes };
  if (type !== 3) throw new RangeError('a message that no client sends');
  const chosen = bytes.readUInt32LE(60);
  const encoding = (chosen & flags.unicode) === 0 ? 'latin1' : 'utf16le';
  const text = (at: number): string => readField(bytes, at).toString(encoding);
  return {
    kind: 'authenticate',
    bytes,
    ntResponse: readField(bytes, 20),
    domain: text(28),
    user: text(36),
    encryptedSessionKey: readField(bytes, 52),
    flags: chosen,
  };
}

export interface Challenge {
  readonly flags: number;
  readonly serverChallenge: Buffer;
  readonly targetName: string;
  readonly targetInfo: Buffer;
}

export function writeChallenge({
  flags: chosen,
  serverChallenge,
  targetName,
  targetInfo,
}: Challenge): Buffer {
  const name = Buffer.from(targetName, (chosen & flags.unicode) === 0 ? 'latin1' : 'utf16le');
  const head = Buffer.alloc(56);
  signature.copy(head);
  head.writeUInt32LE(2, 8);
  writeField(head, 12, name.length, head.length);
  head.writeUInt32LE(chosen, 20);
  serverChallenge.copy(head, 24);
  writeField(head, 40, targetInfo.length, head.length + name.length);
  // Version 10.0, build 17763, revision 15.
  Buffer.from([0x0a, 0x00, 0x63, 0x45, 0x00, 0x00, 0x00, 0x0f]).copy(head, 48);
  return Buffer.concat([head, name, targetInfo]);
}

function readField(bytes: Buffer, at: number): Buffer {
  const length = bytes.readUInt16LE(at);
  const offset = bytes.readUInt32LE(at + 4);
  if (offset + length > bytes.length) throw new RangeError('a field is cut off');
  return bytes.subarray(offset, offset + length);
}

function writeField(bytes: Buffer, at: number, length: number, offset: number): void {
  bytes.writeUInt16LE(length, at);
  bytes.writeUInt16LE(length, at + 2);
  bytes.writeUInt32LE(offset, at + 4);
}
