import { type Pair, pairIds, pairOf, readPairs } from './attribute-pairs.ts';
import { unreadableChallenge } from './unreadable.ts';

/** The second message of NTLM, as the server sent it. */
export interface Challenge {
  readonly flags: number;
  readonly serverChallenge: Buffer;
  readonly pairs: readonly Pair[];
}

/** @throws Problem 'handshake-failed' */
export function readChallenge(message: Buffer): Challenge {
  if (
    message.length < 48 ||
    message.toString('latin1', 0, 8) !== 'NTLMSSP\0' ||
    message.readUInt32LE(8) !== 2
  ) {
    throw unreadableChallenge();
  }
  const length = message.readUInt16LE(40);
  const offset = message.readUInt32LE(44);
  if (length > 0 && offset + length > message.length) throw unreadableChallenge();
  const pairs = length === 0 ? [] : readPairs(message.subarray(offset, offset + length));
  if ((pairOf(pairs, pairIds.time)?.length ?? 8) !== 8) throw unreadableChallenge();
  return {
    flags: message.readUInt32LE(20),
    serverChallenge: message.subarray(24, 32),
    pairs,
  };
}
