import { unreadableChallenge } from './unreadable.ts';

/** One attribute that the two sides tell each other: MS-NLMP 2.2.2.1. */
export interface Pair {
  readonly id: number;
  readonly value: Buffer;
}

export const pairIds = {
  end: 0,
  computerName: 1,
  flags: 6,
  time: 7,
  targetName: 9,
  channelBindings: 10,
} as const;

/** @throws Problem 'handshake-failed' for what is cut off */
export function readPairs(bytes: Buffer): readonly Pair[] {
  const pairs: Pair[] = [];
  let offset = 0;
  while (offset < bytes.length) {
    if (offset + 4 > bytes.length) throw unreadableChallenge();
    const id = bytes.readUInt16LE(offset);
    const end = offset + 4 + bytes.readUInt16LE(offset + 2);
    if (id === pairIds.end) return pairs;
    if (end > bytes.length) throw unreadableChallenge();
    pairs.push({ id, value: bytes.subarray(offset + 4, end) });
    offset = end;
  }
  return pairs;
}

export function writePairs(pairs: readonly Pair[]): Buffer {
  return Buffer.concat([...pairs, { id: pairIds.end, value: Buffer.alloc(0) }].flatMap(writePair));
}

function writePair({ id, value }: Pair): readonly Buffer[] {
  const head = Buffer.alloc(4);
  head.writeUInt16LE(id, 0);
  head.writeUInt16LE(value.length, 2);
  return [head, value];
}

export function pairOf(pairs: readonly Pair[], id: number): Buffer | undefined {
  return pairs.find((pair) => pair.id === id)?.value;
}

/**
 * What the client signs: all that the server said, in its order; that a MIC follows, where the server told its time;
 * the TLS channel (16 bytes, or zeros without TLS); and the name of the service that the client means.
 */
export function answerPairs(
  server: readonly Pair[],
  channelBindings: Buffer | undefined,
  targetName: string,
): readonly Pair[] {
  const own: readonly number[] = [pairIds.flags, pairIds.channelBindings, pairIds.targetName];
  const withMic = pairOf(server, pairIds.time) !== undefined;
  return [
    ...server.filter(({ id }) => !own.includes(id)),
    ...(withMic ? [{ id: pairIds.flags, value: Buffer.from([2, 0, 0, 0]) }] : []),
    { id: pairIds.channelBindings, value: channelBindings ?? Buffer.alloc(16) },
    { id: pairIds.targetName, value: Buffer.from(targetName, 'utf16le') },
  ];
}
