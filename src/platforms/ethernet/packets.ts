import type { Family } from '../../core/address.ts';
import { addressBytes, checksum, macBytes, word } from './bytes.ts';

/** Where a packet goes on the wire and in the network. */
export interface Way {
  readonly fromMac: string;
  readonly toMac: string;
  readonly family: Family;
  readonly from: string;
  readonly to: string;
}

/** Protocol numbers of IANA. */
export const protocols = { icmp: 1, tcp: 6, icmp6: 58 } as const;

export const etherTypes = { arp: 0x0806, ip4: 0x0800, ip6: 0x86dd } as const;

/** A frame with a datagram whose checksum stands at `checksumAt` of the payload, and is filled in here. */
export function packet(
  way: Way,
  protocol: number,
  payload: readonly number[],
  checksumAt: number,
): readonly number[] {
  const blank = payload.with(checksumAt, 0).with(checksumAt + 1, 0);
  const sum = checksum(
    protocol === protocols.icmp ? blank : [...pseudoHeader(way, protocol, payload.length), ...blank],
  );
  const [high = 0, low = 0] = sum;
  const body = payload.with(checksumAt, high).with(checksumAt + 1, low);
  return [...link(way), ...header(way, protocol, payload.length), ...body];
}

function link({ fromMac, toMac, family }: Way): readonly number[] {
  return [...macBytes(toMac), ...macBytes(fromMac), ...word(family === 4 ? etherTypes.ip4 : etherTypes.ip6)];
}

/** Hop limit 255: neighbour discovery is taken with no other. */
function header(way: Way, protocol: number, length: number): readonly number[] {
  const ends = [...addressBytes(way.from), ...addressBytes(way.to)];
  if (way.family === 6) return [0x60, 0, 0, 0, ...word(length), protocol, 255, ...ends];
  const start = [0x45, 0, ...word(20 + length), 0, 0, 0x40, 0, 255, protocol];
  return [...start, ...checksum([...start, 0, 0, ...ends]), ...ends];
}

function pseudoHeader(way: Way, protocol: number, length: number): readonly number[] {
  const ends = [...addressBytes(way.from), ...addressBytes(way.to)];
  if (way.family === 6) return [...ends, 0, 0, ...word(length), 0, 0, 0, protocol];
  return [...ends, 0, protocol, ...word(length)];
}
