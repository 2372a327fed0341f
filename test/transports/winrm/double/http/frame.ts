import type { MessageSeal } from '../ntlm/message-seal.ts';

const protocol = 'application/HTTP-SPNEGO-session-encrypted';
const boundary = 'Encrypted Boundary';
const inner = 'application/soap+xml;charset=UTF-8';

export interface Frame {
  readonly type: string;
  readonly bytes: Buffer;
}

export function isSealed(contentType: string): boolean {
  return contentType.toLowerCase().startsWith('multipart/encrypted');
}

/** MS-WSMV 2.2.9.1: the message, sealed, in a frame that says how long it is in the clear. */
export function writeFrame(plain: Buffer, seal: MessageSeal): Frame {
  const { signature, data } = seal.seal(plain);
  const head =
    `--${boundary}\r\n\tContent-Type: ${protocol}\r\n\tOriginalContent: type=${inner};Length=${plain.length}\r\n` +
    `--${boundary}\r\n\tContent-Type: application/octet-stream\r\n`;
  const length = Buffer.alloc(4);
  length.writeUInt32LE(signature.length);
  return {
    type: `multipart/encrypted;protocol="${protocol}";boundary="${boundary}"`,
    bytes: Buffer.concat([Buffer.from(head), length, signature, data, Buffer.from(`--${boundary}--\r\n`)]),
  };
}

/** The message in the clear; undefined when the frame or the seal is broken, or nobody has logged in by NTLM. */
export function readFrame(bytes: Buffer, type: string, seal: MessageSeal | undefined): Buffer | undefined {
  if (seal === undefined || !type.includes(protocol)) return undefined;
  const marker = Buffer.from('application/octet-stream\r\n');
  const begin = bytes.indexOf(marker);
  if (begin === -1) return undefined;
  const head = bytes.subarray(0, begin).toString('latin1');
  const shape =
    /^--Encrypted Boundary\r\n\t?Content-Type: application\/HTTP-SPNEGO-session-encrypted\r\n\t?OriginalContent: type=application\/soap\+xml;\s*charset=UTF-8;Length=(\d{1,8})\r\n--Encrypted Boundary\r\n\t?Content-Type: $/i;
  const length = shape.exec(head)?.[1];
  if (length === undefined) return undefined;
  const sealed = bytes.subarray(begin + marker.length);
  const end = 4 + 16 + Number(length);
  if (sealed.length < end || sealed.readUInt32LE(0) !== 16) return undefined;
  if (!/^-- ?Encrypted Boundary--\r\n$/.test(sealed.subarray(end).toString('latin1'))) return undefined;
  return seal.open({ signature: sealed.subarray(4, 20), data: sealed.subarray(20, end) });
}
