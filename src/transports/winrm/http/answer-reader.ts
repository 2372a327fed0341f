import { type BodyReader, bodyReader } from './answer-body.ts';
import { type AnswerHead, readAnswerHead } from './answer-head.ts';
import { gatherBytes } from './gathered-bytes.ts';

/** A whole answer to one request. */
export interface WholeAnswer extends AnswerHead {
  readonly body: Buffer;
}

/** Puts the answer to one request together from what a socket delivers: HTTP/1.1, RFC 9112. */
export interface AnswerReader {
  /**
   * The answer that this piece completes, if it does.
   * @throws Error for what is no answer of HTTP, for one that is too long, and for more than was asked for
   */
  take(piece: Buffer): WholeAnswer | undefined;
  /** The answer that the end of the connection completes, if it does. @throws Error as above */
  end(): WholeAnswer | undefined;
}

/** The largest answer that is taken: far above the 500 kB that requests ask answers to keep below. */
const largestAnswer = 8 * 1024 * 1024;
const largestHead = 64 * 1024;
const endOfHead = '\r\n\r\n';

export function answerReader(): AnswerReader {
  const gathered = gatherBytes();
  /** Where the present head, or the body, begins. */
  let begin = 0;
  let head: AnswerHead | undefined;
  let readBody: BodyReader | undefined;

  function take(piece: Buffer): WholeAnswer | undefined {
    const before = gathered.all.length;
    gathered.add(piece);
    const { all } = gathered;
    if (all.length > largestAnswer) throw new Error(`the answer is longer than ${largestAnswer} bytes`);
    // The four bytes may have come in two pieces.
    let from = Math.max(begin, before - endOfHead.length + 1);
    while (head === undefined) {
      const end = all.indexOf(endOfHead, from, 'latin1');
      if ((end === -1 ? all.length : end) - begin > largestHead) throw new Error('the head does not end');
      if (end === -1) return undefined;
      const read = readAnswerHead(all.toString('latin1', begin, end));
      begin = end + endOfHead.length;
      from = begin;
      // 100 and the like only announce the answer.
      if (read.status >= 200) head = read;
    }
    return whole(head, false);
  }

  function whole(known: AnswerHead, isAll: boolean): WholeAnswer | undefined {
    const bytes = gathered.all.subarray(begin);
    readBody ??= bodyReader(known);
    const body = readBody(bytes, isAll);
    if (body !== undefined && body.end < bytes.length) throw new Error('more has come than was asked for');
    return body === undefined ? undefined : { ...known, body: body.content };
  }

  return { take, end: () => (head === undefined ? undefined : whole(head, true)) };
}
