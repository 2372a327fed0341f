import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Problem } from '../../../src/core/problem.ts';
import { readFrame, writeFrame } from '../../../src/transports/winrm/http/framing.ts';
import { beginNtlm } from '../../../src/transports/winrm/ntlm/handshake.ts';
import { ntlmSeal } from '../../../src/transports/winrm/ntlm/ntlm-seal.ts';
import { signatureHash } from '../../../src/transports/winrm/tls/signature-hash.ts';
import { type Reply, readReply } from '../../../src/transports/winrm/wsman/reply.ts';
import { readCommandId, readOutput, readShellId } from '../../../src/transports/winrm/wsman/shell-answers.ts';
import { readRecording } from './replay/recording.ts';

/** What it gives; undefined for a Problem. Anything else that is thrown is a fault of ours. */
function orProblem<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (thrown) {
    if (thrown instanceof Problem) return undefined;
    throw thrown;
  }
}

const recordings = ['test_winrs_stderr_rc', 'test_winrs_operation_timeout', 'test_winrs_bad_cmd_id'];
const answers = recordings.flatMap((name) => readRecording(name).map(({ response }) => response));
const messageIdOf = (answer: string): string => /<a:RelatesTo>([^<]*)</.exec(answer)?.[1] ?? '';
const commandIdOf = (answer: string): string => /CommandId="([^"]*)"/.exec(answer)?.[1] ?? '';

/** Everything that the client reads out of an answer. */
function readAll(answer: string, messageId: string, commandId: string): Reply | undefined {
  return orProblem(() => {
    const reply = readReply(answer, messageId);
    if (reply.kind === 'done') {
      orProblem(() => readShellId(reply.body));
      orProblem(() => readCommandId(reply.body));
      orProblem(() => readOutput(reply.body, commandId));
    }
    return reply;
  });
}

describe('whatever a host sends', () => {
  it('an answer that is no answer is a problem', () => {
    const pieces = fc.constantFrom(
      '<',
      '>',
      '</',
      '<s:Envelope',
      '<![CDATA[',
      ']]>',
      '<!--',
      '&',
      ';',
      '"',
      '=',
      'xmlns:s=',
    );
    const text = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.tuple(pieces, fc.string(), pieces, fc.string()).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(text, (answer) => {
        expect(readAll(answer, 'uuid:1', 'C')).toBeUndefined();
      }),
      { numRuns: 1000 },
    );
  });

  it('a real answer that is cut off anywhere is a problem', () => {
    fc.assert(
      fc.property(fc.constantFrom(...answers), fc.nat(), (answer, at) => {
        const cut = answer.slice(0, at % answer.length);
        expect(readAll(cut, messageIdOf(answer), commandIdOf(answer))).toBeUndefined();
      }),
      { numRuns: 1000 },
    );
  });

  it('a real answer with anything put into it is read or a problem, and never the answer to something else', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...answers),
        fc.nat(),
        fc.string({ unit: 'grapheme' }),
        fc.nat(40),
        (answer, at, text, gone) => {
          const place = at % answer.length;
          const altered = answer.slice(0, place) + text + answer.slice(place + gone);
          readAll(altered, messageIdOf(answer), commandIdOf(answer));
          expect(readAll(altered, 'uuid:00000000-OTHER', commandIdOf(answer))?.kind).not.toBe('done');
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('output of another command is a problem', () => {
    const answer = answers.find((one) => one.includes('CommandState/Done')) ?? '';
    const reply = readReply(answer, messageIdOf(answer));
    expect(reply.kind).toBe('done');
    if (reply.kind === 'done') expect(() => readOutput(reply.body, 'OTHER')).toThrow(Problem);
  });

  it('elements nested without end, and entities that would grow, are a problem', () => {
    expect(readAll('<a>'.repeat(200_000), 'uuid:1', 'C')).toBeUndefined();
    const bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>';
    expect(readAll(bomb, 'uuid:1', 'C')).toBeUndefined();
  });

  it('a frame that no one wrote is a problem, however long its lines', () => {
    const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array));
    fc.assert(
      fc.property(bytes, (body) => {
        expect(orProblem(() => readFrame(body))).toBeUndefined();
      }),
      { numRuns: 1000 },
    );
    for (const filler of [' ', 'a', ':', '\t: ', '\r\n']) {
      expect(orProblem(() => readFrame(Buffer.from(filler.repeat(500_000))))).toBeUndefined();
    }
  });

  it('a frame is read as it was written, whatever bytes it holds, the boundary among them', () => {
    const bytes: fc.Arbitrary<Buffer> = fc.oneof(
      fc.uint8Array().map((array) => Buffer.from(array)),
      fc.string().map((text) => Buffer.from(`${text}--Encrypted Boundary--\r\n${text}`)),
    );
    fc.assert(
      fc.property(bytes, bytes, (signature, data) => {
        const frame = {
          protocol: 'application/HTTP-SPNEGO-session-encrypted',
          length: data.length,
          signature,
          data,
        };
        const written = Buffer.concat(writeFrame(frame));
        expect(readFrame(written)).toEqual(frame);
        const looser = Buffer.from(
          written.toString('latin1').replace(/^(--Encrypted Boundary\r\n)\t/gm, '$1'),
          'latin1',
        );
        expect(readFrame(looser)).toEqual(frame);
      }),
      { numRuns: 500 },
    );
  });

  it('a sealed message in which one bit differs is a problem', () => {
    const key = Buffer.alloc(16, 3);
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1 }),
        fc.nat(),
        fc.integer({ min: 0, max: 7 }),
        (array, at, bit) => {
          const sealed = ntlmSeal(key, 'server').seal(Buffer.from(array));
          const whole = Buffer.concat([sealed.signature, sealed.data]);
          const place = at % whole.length;
          whole[place] = (whole[place] ?? 0) ^ (1 << bit);
          const altered = { signature: whole.subarray(0, 16), data: whole.subarray(16) };
          expect(orProblem(() => ntlmSeal(key).open(altered))).toBeUndefined();
        },
      ),
      { numRuns: 500 },
    );
  });

  const credentials = { user: 'ops', password: 'x', targetName: 'HTTP/a', channelBindings: undefined };
  const session: { session1: { challengeHex: string } } = JSON.parse(
    readFileSync(new URL('recordings/ntlm/pyspnego-sessions.json', import.meta.url), 'utf8'),
  );
  const challenge = Buffer.from(session.session1.challengeHex, 'hex');

  it('an NTLM challenge that is none is a problem', () => {
    const anything = fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array));
    const headed = anything.map((bytes) => Buffer.concat([challenge.subarray(0, 12), bytes]));
    fc.assert(
      fc.property(fc.oneof(anything, headed), (message) => {
        orProblem(() => beginNtlm().answer(message, credentials));
      }),
      { numRuns: 1000 },
    );
  });

  it('a real NTLM challenge with some bytes changed is answered or a problem', () => {
    const change = fc.tuple(fc.nat(challenge.length - 1), fc.integer({ min: 0, max: 255 }));
    fc.assert(
      fc.property(change, change, fc.nat(challenge.length), ([a, x], [b, y], length) => {
        const altered = Buffer.from(challenge.subarray(0, length));
        if (a < length) altered[a] = x;
        if (b < length) altered[b] = y;
        orProblem(() => beginNtlm().answer(altered, credentials));
      }),
      { numRuns: 1000 },
    );
  });

  it('a certificate that is none has the usual hash', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        expect(['sha256', 'sha384', 'sha512']).toContain(signatureHash(Buffer.from(bytes)));
      }),
      { numRuns: 1000 },
    );
  });
});
