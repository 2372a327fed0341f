import { Problem } from '../../../core/problem.ts';
import type { Sealed } from '../seal.ts';

/** How a sealed message travels in an HTTP body: MS-WSMV 2.2.9.1. */
export interface Frame extends Sealed {
  readonly protocol: string;
  /** Bytes of the message and its padding. */
  readonly length: number;
}

const boundary = 'Encrypted Boundary';

export function sealedContentType(protocol: string): string {
  return `multipart/encrypted;protocol="${protocol}";boundary="${boundary}"`;
}

/** The body, in parts. The specification wants the tabs, and all servers of Windows take them. */
export function writeFrame({ protocol, length, signature, data }: Frame): readonly Buffer[] {
  const head = [
    `--${boundary}`,
    `\tContent-Type: ${protocol}`,
    `\tOriginalContent: type=application/soap+xml;charset=UTF-8;Length=${length}`,
    `--${boundary}`,
    '\tContent-Type: application/octet-stream',
    '',
  ].join('\r\n');
  const signatureLength = Buffer.alloc(4);
  signatureLength.writeUInt32LE(signature.length);
  return [Buffer.concat([Buffer.from(head, 'latin1'), signatureLength, signature]), data, end];
}

const end = Buffer.from(`--${boundary}--\r\n`, 'latin1');

/**
 * Reads the frames of all makers: with tabs or without, with a space after the dashes, names of headers in any case.
 * What is encrypted is taken by its length, because it may hold any bytes, the boundary's among them.
 * @throws Problem 'answer-unreadable'
 */
export function readFrame(body: Buffer): Frame {
  const head = readHead(body);
  const protocol = head.fields.get('content-type');
  const length = Number(
    /length=(\d{1,9})\s*$/i.exec(head.fields.get('originalcontent') ?? '')?.[1] ?? Number.NaN,
  );
  if (protocol === undefined || Number.isNaN(length) || head.end + 4 > body.length) throw unreadableFrame();
  const begin = head.end + 4;
  const dataBegin = begin + body.readUInt32LE(head.end);
  const dataEnd = dataBegin + length;
  if (dataEnd > body.length || !/^\s*--/.test(body.toString('latin1', dataEnd, dataEnd + 4)))
    throw unreadableFrame();
  return {
    protocol,
    length,
    signature: body.subarray(begin, dataBegin),
    data: body.subarray(dataBegin, dataEnd),
  };
}

interface Head {
  /** By name in lower case; of a name that comes twice, the first. */
  readonly fields: ReadonlyMap<string, string>;
  /** Where the binary part begins. */
  readonly end: number;
}

const longestLine = 1000;

/** A few lines; then the one that announces the binary part. */
function readHead(body: Buffer): Head {
  const fields = new Map<string, string>();
  let offset = 0;
  for (let count = 0; count < 16; count += 1) {
    const end = body.indexOf('\r\n', offset, 'latin1');
    if (end === -1 || end - offset > longestLine) break;
    const [, name = '', value = ''] =
      /^\s*([^:]+?)\s*:\s*(.*?)\s*$/.exec(body.toString('latin1', offset, end)) ?? [];
    offset = end + 2;
    if (name.toLowerCase() === 'content-type' && value.toLowerCase() === 'application/octet-stream') {
      return { fields, end: offset };
    }
    if (name !== '' && !fields.has(name.toLowerCase())) fields.set(name.toLowerCase(), value);
  }
  throw unreadableFrame();
}

function unreadableFrame(): Problem {
  return new Problem('answer-unreadable', 'the host sent a sealed answer that cannot be read', {
    wayOut: 'does a proxy stand between here and the host? vipfarm doctor shows what answers',
  });
}
