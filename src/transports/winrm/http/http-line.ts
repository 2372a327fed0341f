import type { Duplex } from 'node:stream';
import { Problem } from '../../../core/problem.ts';
import { type AnswerReader, answerReader, type WholeAnswer } from './answer-reader.ts';

/**
 * One keep-alive connection that belongs to one login, with one request in flight. It is never replaced by another:
 * NTLM and Kerberos log in a connection, not a user. It speaks HTTP itself: Node's client costs a third of an audit.
 */
export interface HttpLine {
  /** False once it has ended, whoever ended it. */
  readonly isOpen: boolean;
  /**
   * Sends a request, and gives what is read out of its answer. The answer is let go of at once: whatever a promise holds
   * stays in memory for longer.
   * @throws Problem 'connection-lost', and what `read` throws
   */
  post<T>(request: HttpRequest, read: (answer: HttpAnswer) => T): Promise<T>;
  close(): void;
}

export interface HttpRequest {
  readonly headers: Readonly<Record<string, string>>;
  /** In parts; empty when there is none. */
  readonly body: readonly Buffer[];
}

export interface HttpAnswer {
  readonly status: number;
  /** What the server calls itself. */
  readonly server: string | undefined;
  /** By names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** @param authority `host:port` as the Host header has it */
export function openHttpLine(socket: Duplex, authority: string): HttpLine {
  let isOpen = true;
  let waiting: Waiting | undefined;

  function end(cause?: Error): void {
    isOpen = false;
    const ended = waiting;
    waiting = undefined;
    ended?.reject(lineLost(cause));
  }
  function hear(read: (reader: AnswerReader) => WholeAnswer | undefined): void {
    try {
      if (waiting === undefined) throw new Error('the server says something that it was not asked');
      const answer = read(waiting.reader);
      if (answer === undefined) return;
      const { answered } = waiting;
      waiting = undefined;
      if (answer.headers['connection']?.toLowerCase() === 'close') isOpen = false;
      answered({ ...answer, server: answer.headers['server'] });
    } catch (thrown) {
      end(thrown instanceof Error ? thrown : undefined);
      socket.destroy();
    }
  }
  socket.on('data', (piece: Buffer) => hear((reader) => reader.take(piece)));
  socket.once('end', () => {
    if (waiting !== undefined) hear((reader) => reader.end());
    end();
  });
  socket.once('close', () => end());
  // A line may end while nobody waits for it.
  socket.on('error', end);

  return {
    get isOpen() {
      return isOpen && socket.writable;
    },
    post: ({ headers, body }, read) =>
      new Promise((resolve, reject) => {
        if (!isOpen || !socket.writable || waiting !== undefined) {
          reject(lineLost(undefined));
          return;
        }
        const answered = (answer: HttpAnswer): void => {
          try {
            resolve(read(answer));
          } catch (thrown) {
            reject(thrown);
          }
        };
        waiting = { reader: answerReader(), answered, reject };
        const length = body.reduce((sum, part) => sum + part.length, 0);
        // One write for all, without a copy.
        socket.cork();
        socket.write(headOf(authority, headers, length), 'latin1');
        for (const part of body) socket.write(part);
        socket.uncork();
      }),
    close: () => {
      isOpen = false;
      socket.destroy();
    },
  };
}

interface Waiting {
  readonly reader: AnswerReader;
  readonly answered: (answer: HttpAnswer) => void;
  readonly reject: (problem: Problem) => void;
}

function headOf(authority: string, headers: Readonly<Record<string, string>>, length: number): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return (
    `POST /wsman HTTP/1.1\r\nHost: ${authority}\r\nUser-Agent: vipfarm\r\nAccept-Encoding: identity\r\n` +
    `Connection: keep-alive\r\n${lines.join('')}Content-Length: ${length}\r\n\r\n`
  );
}

/** For what is read later: of a login, whose answers are short. */
export function asItIs(answer: HttpAnswer): HttpAnswer {
  return answer;
}

export function lineLost(cause: Error | undefined): Problem {
  return new Problem('connection-lost', 'the connection was lost', {
    retryable: true,
    wayOut: 'try again; if it recurs, look at the event log Microsoft-Windows-WinRM/Operational on the host',
    cause,
  });
}
