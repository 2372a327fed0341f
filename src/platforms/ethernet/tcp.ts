import { doubleWord, fromHex, hex, word } from './bytes.ts';
import { packet, protocols, type Way } from './packets.ts';

/**
 * One side of a TCP connection as frames whose source port and acknowledgement are still to be filled in. A server that is
 * told nothing is asked as by a half-open health check: its SYN-ACK says all, and it never has a connection that would
 * outlast a witness that dies.
 */
export interface Conversation {
  readonly open: string;
  /** Completes the handshake, and sends what there is to send; empty where that is nothing. */
  readonly speak: string;
  /** End the connection at once: whether what was sent has arrived, or not. */
  readonly resets: readonly string[];
}

const flags = { fin: 1, syn: 2, reset: 4, push: 8, acknowledge: 16 } as const;

/** Any number: the connection lives for seconds, and each comes from a port of its own. */
const firstSequence = 0x56495046;
/** The usual largest segment of an Ethernet without options: nothing longer than a frame is sent or asked for. */
const largestSegment = 1400;

/** The frames, in hex, of a connection to a port that says `payload` (hex) and no more. @throws RangeError when it is too long */
export function conversation(way: Way, port: number, payload: string): Conversation {
  const said = fromHex(payload);
  if (said.length > largestSegment) throw new RangeError('a payload must fit into one segment');
  const next = firstSequence + 1;
  return {
    open: frame(way, port, firstSequence, flags.syn, []),
    speak: said.length === 0 ? '' : frame(way, port, next, flags.acknowledge | flags.push, said),
    resets: [...new Set([next + said.length, next])].map((at) => frame(way, port, at, flags.reset, [])),
  };
}

function frame(way: Way, port: number, sequence: number, kind: number, payload: readonly number[]): string {
  const options = kind === flags.syn ? [2, 4, ...word(largestSegment)] : [];
  const segment = [
    ...word(0),
    ...word(port),
    ...doubleWord(sequence),
    ...doubleWord(0),
    ((20 + options.length) / 4) << 4,
    kind,
    ...word(0xffff),
    ...[0, 0, 0, 0],
    ...options,
    ...payload,
  ];
  return hex(packet(way, protocols.tcp, segment, 16));
}
