import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readPairs, writePairs } from '../../../src/transports/winrm/ntlm/attribute-pairs.ts';
import { readChallenge } from '../../../src/transports/winrm/ntlm/challenge.ts';
import { beginNtlm } from '../../../src/transports/winrm/ntlm/handshake.ts';
import { md4 } from '../../../src/transports/winrm/ntlm/md4.ts';
import { ntlmSeal } from '../../../src/transports/winrm/ntlm/ntlm-seal.ts';
import { hmacMd5, passwordKey, proofInput, prove } from '../../../src/transports/winrm/ntlm/proof.ts';
import { rc4 } from '../../../src/transports/winrm/ntlm/rc4.ts';
import { ntlmChannelBindings } from '../../../src/transports/winrm/tls/channel-binding.ts';
import { readAuthenticate } from './read-authenticate.ts';

function recorded(name: string): Record<string, string> {
  return JSON.parse(readFileSync(new URL(`recordings/ntlm/${name}.json`, import.meta.url), 'utf8'));
}
const hex = (text: string | undefined): Buffer => Buffer.from(text ?? '', 'hex');
const base64 = (text: string | undefined): Buffer => Buffer.from(text ?? '', 'base64');

it('MD4 gives the digests of RFC 1320', () => {
  const digests: Readonly<Record<string, string>> = {
    '': '31d6cfe0d16ae931b73c59d7e0c089c0',
    a: 'bde52cb31de33e46245e05fbdbd6fb24',
    abc: 'a448017aaf21d8525fc10ae87aa6729d',
    'message digest': 'd9130a8164549fe818874806e1c7014b',
    abcdefghijklmnopqrstuvwxyz: 'd79e1c308aa5bbcdeea8ed63df412da9',
    ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789: '043f8582f241db351ce627e153e7f0e4',
    '12345678901234567890123456789012345678901234567890123456789012345678901234567890':
      'e33b4ddc9c38f2199c3e7b164fcc0536',
  };
  for (const [text, digest] of Object.entries(digests)) {
    expect(md4(Buffer.from(text)).toString('hex'), text).toBe(digest);
  }
});

it('RC4 gives the streams of RFC 6229, also in pieces', () => {
  const zeros = Buffer.alloc(16);
  expect(rc4(hex('0102030405'))(zeros).toString('hex')).toBe('b2396305f03dc027ccc3524a0a1118a8');
  const running = rc4(hex('0102030405060708090a0b0c0d0e0f10'));
  expect(running(zeros).toString('hex')).toBe('9ac7cc9a609d1ef7b2932899cde41b97');
  expect(running(zeros.subarray(0, 5)).toString('hex') + running(zeros.subarray(5)).toString('hex')).toBe(
    '5248c4959014126a6e8a84f11d1a9e1c',
  );
});

it('the values of MS-NLMP 4.2.4 come out, each of them', () => {
  const vector = recorded('ms-nlmp-4.2.4');
  const account = { user: vector['user'] ?? '', domain: vector['userDomain'] ?? '' };
  const key = passwordKey(vector['password'] ?? '', account);
  expect(key.toString('hex')).toBe(vector['ntowfv2Hex']);
  const challenge = readChallenge(hex(vector['challengeMessageHex']));
  expect(challenge.serverChallenge.toString('hex')).toBe(vector['serverChallengeHex']);
  const temp = proofInput(Buffer.alloc(8), hex(vector['clientChallengeHex']), writePairs(challenge.pairs));
  expect(temp.toString('hex')).toBe(vector['tempHex']);
  const proof = prove(key, challenge.serverChallenge, temp);
  expect(proof.response.toString('hex', 0, 16)).toBe(vector['ntProofStrHex']);
  expect(proof.sessionBaseKey.toString('hex')).toBe(vector['sessionBaseKeyHex']);
  const encrypted = rc4(proof.sessionBaseKey)(hex(vector['randomSessionKeyHex']));
  expect(encrypted.toString('hex')).toBe(vector['encryptedRandomSessionKeyHex']);
});

it('a message is sealed as in MS-NLMP 4.2.4, and opened by the other end', () => {
  const vector = recorded('ms-nlmp-4.2.4');
  const wrap = JSON.parse(JSON.stringify(vector['wrap']));
  const key = hex(vector['randomSessionKeyHex']);
  const client = ntlmSeal(key);
  const { signature, data } = client.seal(hex(wrap.plaintextHex));
  expect(data.toString('hex')).toBe(wrap.dataHex);
  expect(signature.toString('hex')).toBe(wrap.signatureHex);
  expect(ntlmSeal(key, 'server').open({ signature, data }).toString('utf16le')).toBe('Plaintext');
});

it('seals go on from message to message in both directions, and none is opened twice or out of order', () => {
  const key = Buffer.alloc(16, 7);
  const [client, server] = [ntlmSeal(key), ntlmSeal(key, 'server')];
  for (const text of ['one', 'two', '', 'three']) {
    expect(server.open(client.seal(Buffer.from(text))).toString()).toBe(text);
    expect(client.open(server.seal(Buffer.from(text))).toString()).toBe(text);
  }
  const first = server.seal(Buffer.from('first'));
  const second = server.seal(Buffer.from('second'));
  expect(() => client.open(second)).toThrow(expect.objectContaining({ code: 'answer-unreadable' }));
  const again = ntlmSeal(key);
  const server2 = ntlmSeal(key, 'server');
  const sealed = server2.seal(Buffer.from('once'));
  again.open(sealed);
  expect(() => again.open(sealed)).toThrow(expect.objectContaining({ code: 'answer-unreadable' }));
  expect(first.data).toHaveLength(5);
});

it('a real domain controller and its client agree with our proof and key', () => {
  const session = JSON.parse(JSON.stringify(recorded('pyspnego-sessions')['session1']));
  const challenge = readChallenge(hex(session.challengeHex));
  const theirs = readAuthenticate(hex(session.authenticateHex));
  expect(theirs.user).toBe(session.user);
  expect(theirs.domain).toBe('');
  const key = passwordKey(session.password, { user: session.user, domain: session.userDomain });
  const proof = prove(key, challenge.serverChallenge, theirs.ntResponse.subarray(16));
  expect(proof.response.equals(theirs.ntResponse)).toBe(true);
  expect(rc4(proof.sessionBaseKey)(theirs.encryptedSessionKey).toString('hex')).toBe(
    session.exportedSessionKeyHex,
  );
});

it('what we answer to that domain controller says the same in the same form', () => {
  const session = JSON.parse(JSON.stringify(recorded('pyspnego-sessions')['session1']));
  const theirs = readAuthenticate(hex(session.authenticateHex));
  const clientChallenge = theirs.ntResponse.subarray(32, 40);
  const sessionKey = hex(session.exportedSessionKeyHex);
  const handshake = beginNtlm({ clientChallenge, sessionKey, now: 0 });
  const { message, serverTime } = handshake.answer(hex(session.challengeHex), {
    user: session.user,
    password: session.password,
    targetName: 'http/dc01.domain.local',
    channelBindings: undefined,
  });
  const ours = readAuthenticate(message);
  expect({ user: ours.user, domain: ours.domain, flags: ours.flags, lm: ours.lmResponse }).toEqual({
    user: theirs.user,
    domain: theirs.domain,
    flags: theirs.flags,
    lm: Buffer.alloc(24),
  });
  expect(ours.ntResponse.subarray(16, 44).equals(theirs.ntResponse.subarray(16, 44))).toBe(true);
  const challengePairs = readChallenge(hex(session.challengeHex)).pairs;
  const pairs = readPairs(ours.ntResponse.subarray(44));
  expect(pairs.slice(0, challengePairs.length)).toEqual(challengePairs);
  expect(pairs.slice(challengePairs.length)).toEqual([
    { id: 6, value: Buffer.from([2, 0, 0, 0]) },
    { id: 10, value: Buffer.alloc(16) },
    { id: 9, value: Buffer.from('http/dc01.domain.local', 'utf16le') },
  ]);
  const mic = message.subarray(72, 88);
  const unsigned = Buffer.concat([message.subarray(0, 72), Buffer.alloc(16), message.subarray(88)]);
  expect(hmacMd5(sessionKey, handshake.first, hex(session.challengeHex), unsigned).equals(mic)).toBe(true);
  expect(new Date(serverTime ?? 0).getUTCFullYear()).toBe(2020);
});

it('the signature over all three messages of a real capture is the one that we compute', () => {
  const capture = recorded('windows-capture-with-mic');
  const third = base64(capture['authenticate_b64']);
  const unsigned = Buffer.concat([third.subarray(0, 72), Buffer.alloc(16), third.subarray(88)]);
  const key = hex(capture['exported_session_key_hex']);
  const mic = hmacMd5(key, base64(capture['negotiate_b64']), base64(capture['challenge_b64']), unsigned);
  expect(mic.toString('hex')).toBe(capture['expected_mic_hex']);
  expect(third.toString('hex', 72, 88)).toBe(capture['expected_mic_hex']);
});

it('a login is tied to its TLS connection as Microsoft published it', () => {
  const binding = recorded('channel-binding-ms-blog');
  const bindings = ntlmChannelBindings(hex(binding['applicationDataHex']));
  expect(bindings.toString('hex')).toBe(binding['msvAvChannelBindingsHex']);
});

it('the account of the host itself is named by the name that the host gave, others as they are written', () => {
  const session = JSON.parse(JSON.stringify(recorded('pyspnego-sessions')['session1']));
  const accounts = ['.\\ops', 'CORP\\ops', 'ops@corp.example', 'ops'].map((user) => {
    const credentials = { user, password: 'x', targetName: 'HTTP/a', channelBindings: undefined };
    const { domain, user: sent } = readAuthenticate(
      beginNtlm().answer(hex(session.challengeHex), credentials).message,
    );
    return [domain, sent];
  });
  expect(accounts).toEqual([
    ['DC01', 'ops'],
    ['CORP', 'ops'],
    ['', 'ops@corp.example'],
    ['', 'ops'],
  ]);
});

it('the name of a user is put in capitals as Windows does it, letter by letter', () => {
  const key = (user: string): string => passwordKey('Pass', { user, domain: 'CORP' }).toString('hex');
  expect(key('straußé한')).toBe(key('STRAUßÉ한'));
  expect(key('strauß')).not.toBe(key('strauss'));
});

it('a server that would not seal with 128 bits is not logged in to', () => {
  const challenge = hex(JSON.parse(JSON.stringify(recorded('pyspnego-sessions')['session1'])).challengeHex);
  for (const flag of [0x10, 0x20, 0x80000, 0x20000000, 0x40000000]) {
    const weaker = Buffer.from(challenge);
    weaker.writeUInt32LE((weaker.readUInt32LE(20) & ~flag) >>> 0, 20);
    const credentials = { user: 'ops', password: 'x', targetName: 'HTTP/a', channelBindings: undefined };
    expect(() => beginNtlm().answer(weaker, credentials)).toThrow(
      expect.objectContaining({ code: 'handshake-failed' }),
    );
  }
});
