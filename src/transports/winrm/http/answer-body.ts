import { type AnswerHead, readHeader } from './answer-head.ts';

/** A whole body in the bytes that have come. */
export interface Body {
  readonly content: Buffer;
  /** Where the body ends. */
  readonly end: number;
}

/**
 * The body, once it is whole.
 * @param bytes all that has come after the head, each time more of it
 * @param isAll nothing more will come
 * @throws Error for what is no body
 */
export type BodyReader = (bytes: Buffer, isAll: boolean) => Body | undefined;

/** How the body of this answer is told from what follows: RFC 9112, 6.3. @throws Error when the head does not say it */
export function bodyReader({ status, headers }: AnswerHead): BodyReader {
  const coding = headers['transfer-encoding'];
  const length = headers['content-length'];
  if (status < 200 || status === 204 || status === 304) return ofLength(0);
  if (coding?.toLowerCase() === 'chunked') return inChunks();
  if (coding !== undefined) throw new Error('the answer is encoded in a way that nobody asked for');
  if (length === undefined) return untilTheEnd;
  if (!/^\d{1,9}$/.test(length)) throw new Error('the answer gives no length that can be read');
  return ofLength(Number(length));
}

function ofLength(length: number): BodyReader {
  return (bytes) => (bytes.length < length ? undefined : { content: bytes.subarray(0, length), end: length });
}

function untilTheEnd(bytes: Buffer, isAll: boolean): Body | undefined {
  return isAll ? { content: bytes, end: bytes.length } : undefined;
}

const longestLine = 1000;

function inChunks(): BodyReader {
  const chunks: { readonly begin: number; readonly end: number }[] = [];
  let at = 0;
  /** The last chunk has come; trailers, which nobody reads, and an empty line follow. */
  let isLast = false;

  return (bytes) => {
    for (;;) {
      const lineEnd = bytes.indexOf('\r\n', at, 'latin1');
      if ((lineEnd === -1 ? bytes.length : lineEnd) - at > longestLine) throw new Error('a line is too long');
      if (lineEnd === -1) return undefined;
      const begin = lineEnd + 2;
      if (isLast) {
        const isEmpty = lineEnd === at;
        const lineStart = at;
        at = begin;
        if (isEmpty) return { content: join(bytes), end: begin };
        readHeader(bytes.toString('latin1', lineStart, lineEnd));
        continue;
      }
      const size = sizeOf(bytes.toString('latin1', at, lineEnd));
      if (size === 0) {
        isLast = true;
        at = begin;
        continue;
      }
      const end = begin + size;
      if (end + 2 > bytes.length) return undefined;
      if (bytes.toString('latin1', end, end + 2) !== '\r\n') throw new Error('a chunk does not end');
      chunks.push({ begin, end });
      at = end + 2;
    }
  };

  function join(bytes: Buffer): Buffer {
    return Buffer.concat(chunks.map(({ begin, end }) => bytes.subarray(begin, end)));
  }
}

function sizeOf(line: string): number {
  const size = /^([0-9a-f]{1,7})[ \t]*(?:;.*)?$/i.exec(line)?.[1];
  if (size === undefined) throw new Error('a chunk of the answer cannot be read');
  return Number.parseInt(size, 16);
}
