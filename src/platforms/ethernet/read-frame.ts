import ipaddr from 'ipaddr.js';
import { fromHex, hex } from './bytes.ts';
import { etherTypes, protocols } from './packets.ts';

/** What a frame says, as far as it matters to one who tries a connection. */
export interface Frame {
  /** The station that sent it: lower case with colons. */
  readonly mac: string;
  readonly from: string;
  readonly content: FrameContent;
}

export type FrameContent =
  | {
      readonly kind: 'tcp';
      readonly port: number;
      readonly syn: boolean;
      readonly reset: boolean;
      /** In hex. */
      readonly payload: string;
    }
  | { readonly kind: 'echo-reply'; readonly number: number }
  /** It speaks of a packet that was sent to `about`. */
  | {
      readonly kind: 'icmp-error';
      readonly type: number;
      readonly code: number;
      readonly about: string;
    };

/** Reads a frame from its hex; undefined for anything else. Never throws. */
export function readFrame(text: string): Frame | undefined {
  const bytes = fromHex(text);
  const type = wordAt(bytes, 12);
  const ip = bytes.slice(14);
  const mac = bytes
    .slice(6, 12)
    .map((byte) => hex([byte]))
    .join(':');
  if (type === etherTypes.ip4 && ip.length >= 20) {
    const start = ((ip[0] ?? 0) & 15) * 4;
    // Behind a short datagram the link fills up the frame.
    const content = readContent(ip[9] ?? 0, ip.slice(start, wordAt(ip, 2)), 4);
    return content && { mac, from: address(ip.slice(12, 16)), content };
  }
  if (type === etherTypes.ip6 && ip.length >= 40) {
    const content = readContent(ip[6] ?? 0, ip.slice(40, 40 + wordAt(ip, 4)), 6);
    return content && { mac, from: address(ip.slice(8, 24)), content };
  }
  return undefined;
}

function readContent(protocol: number, body: readonly number[], family: 4 | 6): FrameContent | undefined {
  if (protocol === protocols.tcp && body.length >= 20) {
    const flags = body[13] ?? 0;
    return {
      kind: 'tcp',
      port: wordAt(body, 0),
      syn: (flags & 2) !== 0,
      reset: (flags & 4) !== 0,
      payload: hex(body.slice(((body[12] ?? 0) >> 4) * 4)),
    };
  }
  const isIcmp = protocol === (family === 4 ? protocols.icmp : protocols.icmp6);
  if (!isIcmp || body.length < 8) return undefined;
  const [type = 0, code = 0] = body;
  if (type === (family === 4 ? 0 : 129)) return { kind: 'echo-reply', number: wordAt(body, 4) };
  const inner = body.slice(8);
  const about = family === 4 ? inner.slice(16, 20) : inner.slice(24, 40);
  const isError = family === 4 ? [3, 5, 11, 12].includes(type) : type < 128 || type === 137;
  if (!isError || about.length < (family === 4 ? 4 : 16)) return undefined;
  // An IPv6 redirect names the destination itself, where an error carries the packet.
  const named = family === 6 && type === 137 ? body.slice(24, 40) : about;
  return { kind: 'icmp-error', type, code, about: address(named) };
}

function wordAt(bytes: readonly number[], at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}

function address(bytes: readonly number[]): string {
  const parsed = ipaddr.fromByteArray([...bytes]);
  return parsed instanceof ipaddr.IPv6 ? parsed.toRFC5952String() : parsed.toString();
}
