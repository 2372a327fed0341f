import { once } from 'node:events';
import { get } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { answerReader, type WholeAnswer } from '../../../src/transports/winrm/http/answer-reader.ts';

const plain = 'HTTP/1.1 200 OK\r\nServer: Microsoft-HTTPAPI/2.0\r\nContent-Length: 5\r\n\r\nhello';
const chunked =
  'HTTP/1.1 500 \r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\nTrailer: t\r\n\r\n';
const announced = `HTTP/1.1 100 Continue\r\n\r\n${plain}`;
const untilTheEnd = 'HTTP/1.0 502 Bad Gateway\r\nServer: some proxy\r\n\r\nhello';
const empty =
  'HTTP/1.1 401 \r\nWWW-Authenticate: Negotiate\r\nWWW-Authenticate: Basic realm="WSMAN"\r\nContent-Length: 0\r\n\r\n';

it('an answer is read wherever it is cut into pieces, and is complete with its last byte', () => {
  const texts = fc.constantFrom(plain, chunked, announced, untilTheEnd, empty);
  fc.assert(
    fc.property(texts, fc.array(fc.nat(140), { maxLength: 8 }), (text, cuts) => {
      const answer = readInPieces(Buffer.from(text, 'latin1'), cuts);
      expect(answer?.status).toBe(Number(/[2-5]\d\d/.exec(text.replace('100 Continue', ''))?.[0]));
      expect(answer?.body.toString()).toBe(text === empty ? '' : 'hello');
    }),
  );
});

it('a long answer in single bytes is read in one go', () => {
  const body = 'x'.repeat(300_000);
  for (const frame of [`Content-Length: ${body.length}\r\n\r\n${body}`, inChunks(body)]) {
    const bytes = Buffer.from(`HTTP/1.1 200 OK\r\n${frame}`);
    const reader = answerReader();
    for (let at = 0; at < bytes.length - 1; at += 1) {
      if (reader.take(bytes.subarray(at, at + 1)) !== undefined) throw new Error('complete too early');
    }
    expect(reader.take(bytes.subarray(-1))?.body.equals(Buffer.from(body))).toBe(true);
  }
});

function inChunks(body: string): string {
  const chunks = body.match(/.{1,9999}/gs) ?? [];
  const framed = chunks.map((chunk) => `${chunk.length.toString(16)}\r\n${chunk}\r\n`);
  return `Transfer-Encoding: chunked\r\n\r\n${framed.join('')}0\r\n\r\n`;
}

it('what stands several times in the head is one header', () => {
  expect(answerReader().take(Buffer.from(empty))?.headers['www-authenticate']).toBe(
    'Negotiate, Basic realm="WSMAN"',
  );
});

it.each([
  ['another protocol', 'SSH-2.0-OpenSSH_9.2\r\n\r\n'],
  ['a header without a colon', 'HTTP/1.1 200 OK\r\nno header\r\n\r\n'],
  ['a header without a name', 'HTTP/1.1 200 OK\r\n: 5\r\n\r\n'],
  ['a folded header', 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n X: y\r\n\r\n'],
  ['a negative length', 'HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n'],
  ['two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello'],
  ['a coding', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n'],
  ['no size of a chunk', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n'],
  ['a chunk that goes on', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhello\r\n'],
  ['a size that does not end', `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${'0'.repeat(2000)}`],
  ['a head that does not end', 'x'.repeat(70_000)],
  ['more than was asked for', `${plain}${plain}`],
  ['more than is taken', `HTTP/1.1 200 OK\r\n\r\n${'x'.repeat(9_000_000)}`],
])('%s is no answer', (_what, text) => {
  expect(() => answerReader().take(Buffer.from(text))).toThrow(Error);
});

it('what the end of the connection cuts off is no answer', () => {
  for (const text of [plain, chunked]) {
    for (let length = 0; length < text.length; length += 1) {
      const reader = answerReader();
      expect(reader.take(Buffer.from(text.slice(0, length)))).toBeUndefined();
      expect(reader.end()).toBeUndefined();
    }
  }
});

it('whatever is read as an answer, the client of Node reads in the same way', async () => {
  const texts = fc.constantFrom(plain, chunked, announced, untilTheEnd, empty);
  const marks = fc.constantFrom(
    '',
    '\r\n',
    ':',
    ' ',
    '\0',
    '5',
    'é',
    'Content-Length: 5\r\n',
    '0\r\n\r\n',
    '\n',
  );
  const damaged = fc
    .tuple(texts, fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(3), marks)
    .map(([text, where, skipped, mark]) => {
      const at = Math.floor(where * text.length);
      return Buffer.from(text.slice(0, at) + mark + text.slice(at + skipped), 'latin1');
    });
  await fc.assert(
    fc.asyncProperty(damaged, async (bytes) => {
      const own = attempt(() => readInPieces(bytes, []));
      if (own === undefined) return;
      expect(await readByNode(bytes)).toEqual({ status: own.status, body: own.body.toString() });
    }),
    { numRuns: 1000 },
  );
}, 120_000);

/** The answer that the pieces make, which end at these places, and the end after them. */
function readInPieces(bytes: Buffer, cuts: readonly number[]): WholeAnswer | undefined {
  const ends = [...cuts.filter((cut) => cut < bytes.length).toSorted((a, b) => a - b), bytes.length];
  const reader = answerReader();
  let answer: WholeAnswer | undefined;
  for (const [index, end] of ends.entries()) {
    expect(answer).toBeUndefined();
    const piece = bytes.subarray(ends[index - 1] ?? 0, end);
    answer = piece.length === 0 && index > 0 ? answer : reader.take(piece);
  }
  return answer ?? reader.end();
}

/** undefined also for what is said to be no answer, by an Error and nothing else. */
function attempt(read: () => WholeAnswer | undefined): WholeAnswer | undefined {
  try {
    return read();
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(Error);
    return undefined;
  }
}

async function readByNode(bytes: Buffer): Promise<unknown> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end(bytes));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const asking = get({ host: '127.0.0.1', port: (server.address() as AddressInfo).port, agent: false });
  try {
    return await new Promise((resolve, reject) => {
      asking.on('error', reject);
      asking.on('response', (answer) => {
        buffer(answer).then((body) => resolve({ status: answer.statusCode, body: body.toString() }), reject);
      });
    });
  } catch (thrown) {
    return thrown;
  } finally {
    server.close();
  }
}
