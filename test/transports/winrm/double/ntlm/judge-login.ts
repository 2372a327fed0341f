import type { Login, Refusal } from '../double-event.ts';
import type { CbtHardeningLevel, User } from '../winrm-double.ts';
import { pairs, readTargetInfo, type TargetInfo } from './av-pairs.ts';
import { flags, micAt, type NtlmMessage } from './messages.ts';
import { channelBindingOf, expectedProof, hmacMd5, openSessionKey } from './proof.ts';

export interface LoginAttempt {
  readonly negotiate: Buffer;
  readonly challenge: Buffer;
  readonly serverChallenge: Buffer;
  readonly authenticate: NtlmMessage & { readonly kind: 'authenticate' };
}

export interface Doorkeeper {
  readonly users: readonly User[];
  readonly hardening: CbtHardeningLevel;
  /** The hash that TLS binds a login to; undefined over HTTP. */
  readonly endPoint: Buffer | undefined;
}

export type Judgement =
  | { readonly kind: 'let-in'; readonly sessionKey: Buffer; readonly login: Omit<Login, 'scheme'> }
  | { readonly kind: 'refused'; readonly why: Refusal };

/** @throws RangeError: the client's target information is cut off */
export function judgeLogin(attempt: LoginAttempt, doorkeeper: Doorkeeper): Judgement {
  const { authenticate } = attempt;
  const user = doorkeeper.users.find(({ name }) => isSameName(authenticate.user, name));
  if (user === undefined || authenticate.ntResponse.length < 48) return refused('credentials');
  const blob = authenticate.ntResponse.subarray(16);
  const { proof, sessionBaseKey } = expectedProof(
    { user: authenticate.user, domain: authenticate.domain, password: user.password },
    attempt.serverChallenge,
    blob,
  );
  if (!proof.equals(authenticate.ntResponse.subarray(0, 16))) return refused('credentials');
  const sessionKey =
    (authenticate.flags & flags.keyExchange) === 0
      ? sessionBaseKey
      : openSessionKey(sessionBaseKey, authenticate.encryptedSessionKey);
  const info = readTargetInfo(blob.subarray(28));
  const mic = ((info.get(pairs.flags)?.readUInt32LE(0) ?? 0) & 2) !== 0;
  if (mic && !micOf(attempt, sessionKey).equals(authenticate.bytes.subarray(micAt.begin, micAt.end))) {
    return refused('mic');
  }
  const channelBinding = bindingOf(info, doorkeeper.endPoint);
  if (!mayPass(channelBinding, doorkeeper)) return refused('channel-binding');
  return { kind: 'let-in', sessionKey, login: { user: user.name, mic, channelBinding } };
}

/** A client may send a domain with the name, or the name with the server in front. */
function isSameName(given: string, name: string): boolean {
  return given.toLowerCase() === name.toLowerCase();
}

function refused(why: Refusal): Judgement {
  return { kind: 'refused', why };
}

/** Over all three messages, with zeros in its own place. */
export function micOf(
  {
    negotiate,
    challenge,
    authenticate,
  }: Pick<LoginAttempt, 'negotiate' | 'challenge'> & {
    readonly authenticate: { readonly bytes: Buffer };
  },
  sessionKey: Buffer,
): Buffer {
  const blanked = Buffer.from(authenticate.bytes);
  blanked.fill(0, micAt.begin, micAt.end);
  return hmacMd5(sessionKey, negotiate, challenge, blanked);
}

function bindingOf(info: TargetInfo, endPoint: Buffer | undefined): Login['channelBinding'] {
  const sent = info.get(pairs.channelBindings);
  if (sent === undefined || sent.every((byte) => byte === 0)) return 'absent';
  return endPoint !== undefined && sent.equals(channelBindingOf(endPoint)) ? 'matching' : 'other';
}

function mayPass(binding: Login['channelBinding'], { hardening, endPoint }: Doorkeeper): boolean {
  if (endPoint === undefined || hardening === 'None' || binding === 'matching') return true;
  return hardening === 'Relaxed' && binding === 'absent';
}
