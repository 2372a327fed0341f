import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readRecording } from '../replay/recording.ts';
import { isSealed, readFrame, writeFrame } from './http/frame.ts';
import { readTargetInfo, writeTargetInfo } from './ntlm/av-pairs.ts';
import { judgeLogin } from './ntlm/judge-login.ts';
import { readMessage } from './ntlm/messages.ts';
import { startRc4 } from './ntlm/rc4.ts';
import { deriveKeys, signatureOf, startSeal } from './ntlm/session-seal.ts';
import { readClientToken, writeContinue } from './ntlm/spnego.ts';
import { plainCommands } from './plain-commands.ts';
import { basic, post } from './post.ts';
import { startWinrmDouble } from './winrm-double.ts';
import { readRequest } from './wsman/request.ts';

const vector = JSON.parse(
  readFileSync(new URL('../recordings/ntlm/ms-nlmp-4.2.4.json', import.meta.url), 'utf8'),
);
const authenticate = Buffer.from(vector.authenticateMessageHex, 'hex');
const envelopes = ['test_winrs_standard', 'test_winrs_send', 'test_winrs_extra_opts'].flatMap((name) =>
  readRecording(name).map(({ request }) => request),
);

/** Bytes as they are, cut off somewhere, or with a few of them replaced. */
function damaged(bytes: Buffer): fc.Arbitrary<Buffer> {
  const place = fc.nat(bytes.length - 1);
  return fc.oneof(
    place.map((end) => bytes.subarray(0, end)),
    fc.array(fc.tuple(place, fc.nat(255)), { minLength: 1, maxLength: 8 }).map((changes) => {
      const altered = Buffer.from(bytes);
      for (const [at, value] of changes) altered[at] = value;
      return altered;
    }),
  );
}

/** Runs a reader, which may only refuse in its own way. */
function refuses(read: () => unknown, kind: typeof SyntaxError | typeof RangeError): void {
  try {
    read();
  } catch (error) {
    expect(error).toBeInstanceOf(kind);
  }
}

it('an envelope is read or refused, whatever stands in it', () => {
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    ...envelopes.map((text) => damaged(Buffer.from(text)).map((bytes) => bytes.toString('utf8'))),
  );
  fc.assert(
    fc.property(texts, (text) => refuses(() => readRequest(text), SyntaxError)),
    { numRuns: 500 },
  );
});

it('an envelope that nests for ever, or names entities, is refused', () => {
  expect(() => readRequest('<a>'.repeat(100_000))).toThrow(SyntaxError);
  expect(() => readRequest('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')).toThrow(SyntaxError);
});

it('a message of NTLM is read or refused', () => {
  const messages = fc.oneof(
    fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
    damaged(authenticate),
  );
  fc.assert(
    fc.property(messages, (bytes) => refuses(() => readMessage(bytes), RangeError)),
    { numRuns: 2000 },
  );
});

it('no damage to the proof of a login lets it pass', () => {
  const whole = readMessage(authenticate);
  if (whole.kind !== 'authenticate') throw new Error('not the third message');
  const login = (ntResponse: Buffer) =>
    judgeLogin(
      {
        negotiate: Buffer.alloc(0),
        challenge: Buffer.alloc(0),
        serverChallenge: Buffer.from(vector.serverChallengeHex, 'hex'),
        authenticate: { ...whole, ntResponse },
      },
      { users: [{ name: 'User', password: 'Password' }], hardening: 'Relaxed', endPoint: undefined },
    ).kind;
  expect(login(whole.ntResponse)).toBe('let-in');
  fc.assert(
    fc.property(damaged(whole.ntResponse), (response) => {
      if (!response.equals(whole.ntResponse)) expect(login(response)).toBe('refused');
    }),
    { numRuns: 2000 },
  );
});

it('a token of SPNEGO, and a target information, are read or refused', () => {
  const token = writeContinue(authenticate);
  const info = writeTargetInfo(
    new Map([
      [1, Buffer.from('S')],
      [7, Buffer.alloc(8)],
    ]),
  );
  const bytes = fc.uint8Array({ maxLength: 100 }).map((each) => Buffer.from(each));
  fc.assert(
    fc.property(fc.oneof(bytes, damaged(token)), (each) => refuses(() => readClientToken(each), RangeError)),
    { numRuns: 2000 },
  );
  fc.assert(
    fc.property(fc.oneof(bytes, damaged(info)), (each) => refuses(() => readTargetInfo(each), RangeError)),
    { numRuns: 2000 },
  );
});

it('a frame is opened whole, or not at all', () => {
  const key = Buffer.alloc(16, 0x55);
  const text = Buffer.from('<s:Envelope/>');
  const { type, bytes } = writeFrame(text, sealOfClient(key));
  expect(isSealed(type)).toBe(true);
  expect(readFrame(bytes, type, startSeal(key))?.toString()).toBe(text.toString());
  fc.assert(
    fc.property(damaged(bytes), (frame) => {
      const opened = readFrame(frame, type, startSeal(key));
      expect(opened === undefined || opened.equals(text)).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

it('a double that was told nonsense goes on', { timeout: 60_000 }, async () => {
  await using double = await startWinrmDouble({
    users: [{ name: 'ops', password: 'secret' }],
    commands: plainCommands(),
    allowUnencrypted: true,
  });
  const headers = basic('ops', 'secret');
  const tokens = fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes).toString('base64'));
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 1 }), tokens, async (body, token) => {
      expect((await post(double, body, { headers })).status).toBe(500);
      const asked = await post(double, body, { headers: { Authorization: `Negotiate ${token}` } });
      expect(asked.status).toBe(401);
    }),
    { numRuns: 50 },
  );
  expect((await post(double, '', { headers })).status).toBe(200);
});

/** What a client would seal with: the ways are exchanged. */
function sealOfClient(key: Buffer) {
  const { clientSign, clientSeal } = deriveKeys(key);
  const cipher = startRc4(clientSeal);
  return {
    open: () => undefined,
    seal: (plain: Buffer) => {
      const data = cipher(plain);
      return { data, signature: signatureOf(clientSign, 0, plain, cipher) };
    },
  };
}
