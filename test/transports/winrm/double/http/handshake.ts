import { randomBytes } from 'node:crypto';
import { pairs, writeTargetInfo } from '../ntlm/av-pairs.ts';
import { flags, writeChallenge } from '../ntlm/messages.ts';

/** A login by NTLM of which the first two messages are known. */
export interface Handshake {
  readonly negotiate: Buffer;
  readonly challenge: Buffer;
  readonly serverChallenge: Buffer;
  /** The list of mechanisms in its DER form, where SPNEGO carries the messages. */
  readonly mechanisms: Buffer | undefined;
}

export interface HandshakeOptions {
  readonly machine: string;
  /** Milliseconds. */
  readonly clockSkew: number;
}

/** What is always set in the answer, and what is set where the client asks for it. */
const always = flags.requestTarget | flags.ntlm | flags.targetIsServer | flags.targetInfo | flags.version;
const asAsked =
  flags.sign |
  flags.seal |
  flags.alwaysSign |
  flags.extendedSecurity |
  flags.bits128 |
  flags.keyExchange |
  flags.bits56;

export function beginHandshake(
  negotiate: { readonly flags: number; readonly bytes: Buffer },
  mechanisms: Buffer | undefined,
  { machine, clockSkew }: HandshakeOptions,
): Handshake {
  const serverChallenge = randomBytes(8);
  const name = (text: string): Buffer => Buffer.from(text, 'utf16le');
  const timestamp = Buffer.alloc(8);
  timestamp.writeBigUInt64LE(fileTime(Date.now() + clockSkew));
  const targetInfo = writeTargetInfo(
    new Map([
      [pairs.netbiosDomain, name(machine)],
      [pairs.netbiosComputer, name(machine)],
      [pairs.dnsDomain, name(machine.toLowerCase())],
      [pairs.dnsComputer, name(machine.toLowerCase())],
      [pairs.timestamp, timestamp],
    ]),
  );
  const challenge = writeChallenge({
    flags: (always | textFlag(negotiate.flags) | (negotiate.flags & asAsked)) >>> 0,
    serverChallenge,
    targetName: machine,
    targetInfo,
  });
  return { negotiate: negotiate.bytes, challenge, serverChallenge, mechanisms };
}

/** Unicode where the client knows it; a client that only knows its code page is answered in it. */
function textFlag(asked: number): number {
  return (asked & flags.unicode) === 0 && (asked & flags.oem) !== 0 ? flags.oem : flags.unicode;
}

/** Tenths of microseconds since 1601. */
function fileTime(milliseconds: number): bigint {
  return (BigInt(milliseconds) + 11_644_473_600_000n) * 10_000n;
}
