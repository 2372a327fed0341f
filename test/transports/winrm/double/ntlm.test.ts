import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { judgeLogin, micOf } from './ntlm/judge-login.ts';
import { md4 } from './ntlm/md4.ts';
import { micAt, readMessage } from './ntlm/messages.ts';
import { channelBindingOf, expectedProof, openSessionKey, responseKey } from './ntlm/proof.ts';
import { startRc4 } from './ntlm/rc4.ts';
import { deriveKeys, signatureOf, startSeal } from './ntlm/session-seal.ts';

type Values = Readonly<Record<string, string>>;

function recorded(name: string): Values & { readonly session1: Values; readonly wrap: Values } {
  return JSON.parse(readFileSync(new URL(`../recordings/ntlm/${name}.json`, import.meta.url), 'utf8'));
}
const hex = (text: string | undefined): Buffer => Buffer.from(text ?? '', 'hex');
const base64 = (text: string | undefined): Buffer => Buffer.from(text ?? '', 'base64');

function authenticateOf(bytes: Buffer) {
  const message = readMessage(bytes);
  if (message.kind !== 'authenticate') throw new Error('not the third message');
  return message;
}

it('MD4 gives the digests of RFC 1320, and of messages around the end of a block', () => {
  expect(md4(Buffer.from('')).toString('hex')).toBe('31d6cfe0d16ae931b73c59d7e0c089c0');
  expect(md4(Buffer.from('message digest')).toString('hex')).toBe('d9130a8164549fe818874806e1c7014b');
  expect(md4(Buffer.from('1234567890'.repeat(8))).toString('hex')).toBe('e33b4ddc9c38f2199c3e7b164fcc0536');
});

it('RC4 gives the stream of RFC 6229, also in pieces', () => {
  const cipher = startRc4(hex('0102030405'));
  expect(cipher(Buffer.alloc(5)).toString('hex')).toBe('b2396305f0');
  expect(cipher(Buffer.alloc(11)).toString('hex')).toBe('3dc027ccc3524a0a1118a8');
});

it('the login of MS-NLMP 4.2.4 is judged with each of its values', () => {
  const vector = recorded('ms-nlmp-4.2.4');
  const authenticate = authenticateOf(hex(vector['authenticateMessageHex']));
  expect(authenticate).toMatchObject({ user: 'User', domain: 'Domain' });
  const secret = { user: 'User', domain: 'Domain', password: 'Password' };
  expect(responseKey(secret).toString('hex')).toBe(vector['ntowfv2Hex']);
  const { proof, sessionBaseKey } = expectedProof(
    secret,
    hex(vector['serverChallengeHex']),
    authenticate.ntResponse.subarray(16),
  );
  expect(proof.toString('hex')).toBe(vector['ntProofStrHex']);
  expect(sessionBaseKey.toString('hex')).toBe(vector['sessionBaseKeyHex']);
  const sessionKey = openSessionKey(sessionBaseKey, authenticate.encryptedSessionKey);
  expect(sessionKey.toString('hex')).toBe(vector['randomSessionKeyHex']);
});

it('what the client of MS-NLMP 4.2.4 sealed is opened, once', () => {
  const { wrap, ...vector } = recorded('ms-nlmp-4.2.4');
  const keys = deriveKeys(hex(vector['randomSessionKeyHex']));
  expect(keys.clientSeal.toString('hex')).toBe(wrap['clientSealKeyHex']);
  expect(keys.clientSign.toString('hex')).toBe(wrap['clientSignKeyHex']);
  const sealed = { signature: hex(wrap['signatureHex']), data: hex(wrap['dataHex']) };
  const seal = startSeal(hex(vector['randomSessionKeyHex']));
  expect(seal.open(sealed)?.toString('utf16le')).toBe('Plaintext');
  expect(seal.open(sealed)).toBeUndefined();
});

it('what the server seals is signed and numbered in order', () => {
  const sessionKey = hex('55'.repeat(16));
  const keys = deriveKeys(sessionKey);
  const seal = startSeal(sessionKey);
  const cipher = startRc4(keys.serverSeal);
  for (const [number, text] of ['one', 'two', 'three'].entries()) {
    const { data, signature } = seal.seal(Buffer.from(text));
    const plain = cipher(data);
    expect(plain.toString()).toBe(text);
    expect(signature).toEqual(signatureOf(keys.serverSign, number, plain, cipher));
  }
});

it('the recorded login at a domain controller is let in with the key that it recorded', () => {
  const { session1 } = recorded('pyspnego-sessions');
  const challenge = hex(session1['challengeHex']);
  const authenticate = authenticateOf(hex(session1['authenticateHex']));
  const { proof, sessionBaseKey } = expectedProof(
    { user: authenticate.user, domain: authenticate.domain, password: session1['password'] ?? '' },
    challenge.subarray(24, 32),
    authenticate.ntResponse.subarray(16),
  );
  expect(proof).toEqual(authenticate.ntResponse.subarray(0, 16));
  expect(openSessionKey(sessionBaseKey, authenticate.encryptedSessionKey).toString('hex')).toBe(
    session1['exportedSessionKeyHex'],
  );
});

it('the MIC of two Windows machines is the one that the double would compute', () => {
  const capture = recorded('windows-capture-with-mic');
  const authenticate = authenticateOf(base64(capture['authenticate_b64']));
  const negotiate = base64(capture['negotiate_b64']);
  const challenge = base64(capture['challenge_b64']);
  const mic = micOf({ negotiate, challenge, authenticate }, hex(capture['exported_session_key_hex']));
  expect(mic.toString('hex')).toBe(capture['expected_mic_hex']);
  expect(authenticate.bytes.subarray(micAt.begin, micAt.end)).toEqual(mic);
});

it('the channel binding is the one of the published vector', () => {
  const vector = recorded('channel-binding-ms-blog');
  expect(channelBindingOf(hex(vector['certificateSha256Hex'])).toString('hex')).toBe(
    vector['msvAvChannelBindingsHex'],
  );
});

it('a wrong password, an unknown user and an altered response are refused', () => {
  const vector = recorded('ms-nlmp-4.2.4');
  const bytes = hex(vector['authenticateMessageHex']);
  const judge = (user: string, password: string, message: Buffer) =>
    judgeLogin(
      {
        negotiate: Buffer.alloc(0),
        challenge: hex(vector['challengeMessageHex']),
        serverChallenge: hex(vector['serverChallengeHex']),
        authenticate: authenticateOf(message),
      },
      { users: [{ name: user, password }], hardening: 'Relaxed', endPoint: undefined },
    ).kind;
  expect(judge('User', 'Password', bytes)).toBe('let-in');
  expect(judge('USER', 'Password', bytes)).toBe('let-in');
  expect(judge('User', 'password', bytes)).toBe('refused');
  expect(judge('Other', 'Password', bytes)).toBe('refused');
  const altered = Buffer.from(bytes);
  const at = bytes.length - 40;
  altered[at] = (altered[at] ?? 0) ^ 1;
  expect(judge('User', 'Password', altered)).toBe('refused');
});
