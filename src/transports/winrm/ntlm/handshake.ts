import { randomBytes } from 'node:crypto';
import { Problem } from '../../../core/problem.ts';
import type { Seal } from '../seal.ts';
import { accountOf } from './account.ts';
import { answerPairs, pairIds, pairOf, writePairs } from './attribute-pairs.ts';
import { readChallenge } from './challenge.ts';
import { authenticateMessage, micOffset, needed, negotiateMessage } from './messages.ts';
import { ntlmSeal } from './ntlm-seal.ts';
import { fileTime, fromFileTime, hmacMd5, passwordKey, proofInput, prove } from './proof.ts';
import { rc4 } from './rc4.ts';

export interface NtlmCredentials {
  /** `DOMAIN\user`, `user@domain`, `.\user` or `user`. */
  readonly user: string;
  readonly password: string;
  /** The service that is meant: `HTTP/web01.example`. */
  readonly targetName: string;
  /** 16 bytes, over TLS. */
  readonly channelBindings: Buffer | undefined;
}

/** What a handshake draws by chance; given in tests only. */
export interface Draw {
  readonly clientChallenge: Buffer;
  readonly sessionKey: Buffer;
  /** Milliseconds since 1970; counts only where the server does not tell its own time. */
  readonly now: number;
}

export interface NtlmHandshake {
  /** The first message. */
  readonly first: Buffer;
  /** The third message, in answer to the second. @throws Problem 'handshake-failed' */
  answer(challenge: Buffer, credentials: NtlmCredentials): NtlmAnswer;
}

export interface NtlmAnswer {
  readonly message: Buffer;
  readonly seal: Seal;
  /** Milliseconds since 1970 by the clock of the server, where it tells it. */
  readonly serverTime: number | undefined;
}

/** NTLMv2 from the client's side: MS-NLMP 3.1.5. */
export function beginNtlm(draw: Draw = drawByChance()): NtlmHandshake {
  const first = negotiateMessage();
  return { first, answer: (second, credentials) => answer(credentials, first, second, draw) };
}

function drawByChance(): Draw {
  return { clientChallenge: randomBytes(8), sessionKey: randomBytes(16), now: Date.now() };
}

function answer(credentials: NtlmCredentials, first: Buffer, second: Buffer, draw: Draw): NtlmAnswer {
  const { flags, serverChallenge, pairs } = readChallenge(second);
  if ((flags & needed) >>> 0 !== needed) throw tooWeak();
  const serverTime = pairOf(pairs, pairIds.time);
  const account = accountOf(credentials.user, pairOf(pairs, pairIds.computerName));
  const targetInfo = writePairs(answerPairs(pairs, credentials.channelBindings, credentials.targetName));
  const key = passwordKey(credentials.password, account);
  const temp = proofInput(serverTime ?? fileTime(draw.now), draw.clientChallenge, targetInfo);
  const proof = prove(key, serverChallenge, temp);
  const message = authenticateMessage({
    flags,
    account,
    lmResponse:
      serverTime === undefined ? lmResponse(key, serverChallenge, draw.clientChallenge) : Buffer.alloc(24),
    ntResponse: proof.response,
    encryptedSessionKey: rc4(proof.sessionBaseKey)(draw.sessionKey),
  });
  if (serverTime !== undefined) hmacMd5(draw.sessionKey, first, second, message).copy(message, micOffset);
  return {
    message,
    seal: ntlmSeal(draw.sessionKey),
    serverTime: serverTime === undefined ? undefined : fromFileTime(serverTime),
  };
}

function lmResponse(key: Buffer, serverChallenge: Buffer, clientChallenge: Buffer): Buffer {
  return Buffer.concat([hmacMd5(key, serverChallenge, clientChallenge), clientChallenge]);
}

function tooWeak(): Problem {
  return new Problem('handshake-failed', 'the server offers no NTLM that could seal messages with 128 bits', {
    wayOut: 'look at the policy "Network security: Minimum session security for NTLM SSP" of the host',
  });
}
