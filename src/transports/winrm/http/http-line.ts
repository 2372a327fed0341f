import { Agent, type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import type { Duplex } from 'node:stream';
import { Problem } from '../../../core/problem.ts';

/**
 * One keep-alive connection that belongs to one login, with one request in flight. It is never replaced by another:
 * NTLM and Kerberos log in a connection, not a user.
 */
export interface HttpLine {
  /** False once it has ended, whoever ended it. */
  readonly isOpen: boolean;
  /** @throws Problem 'connection-lost' */
  post(headers: Readonly<Record<string, string>>, body: Buffer): Promise<HttpAnswer>;
  close(): void;
}

export interface HttpAnswer {
  readonly status: number;
  /** What the server calls itself. */
  readonly server: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** The largest answer that is taken: far above the 500 kB that requests ask answers to keep below. */
const largestAnswer = 8 * 1024 * 1024;

/** @param authority `host:port` as the Host header has it */
export function openHttpLine(socket: Duplex, authority: string): HttpLine {
  const agent = agentOf(socket);
  let isOpen = true;
  socket.once('close', () => {
    isOpen = false;
  });
  // A line may end while nobody waits for it.
  socket.on('error', () => undefined);

  function post(headers: Readonly<Record<string, string>>, body: Buffer): Promise<HttpAnswer> {
    return new Promise((resolve, reject) => {
      if (!isOpen || !socket.writable) {
        reject(lineLost(undefined));
        return;
      }
      const asking = request(
        {
          method: 'POST',
          path: '/wsman',
          agent,
          headers: {
            Host: authority,
            'User-Agent': 'vipfarm',
            'Accept-Encoding': 'identity',
            ...headers,
            'Content-Length': body.length,
          },
        },
        (answer) => read(answer).then(resolve, reject),
      );
      asking.on('error', (error) => reject(lineLost(error)));
      asking.end(body);
    });
  }

  return {
    get isOpen() {
      return isOpen && socket.writable;
    },
    post,
    close: () => {
      isOpen = false;
      agent.destroy();
      socket.destroy();
    },
  };
}

/** Gives out this one socket and never another. */
function agentOf(socket: Duplex): Agent {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  return Object.assign(agent, { createConnection: () => socket });
}

function read(answer: IncomingMessage): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    answer.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= largestAnswer) chunks.push(chunk);
      else answer.destroy(new Error(`the answer is longer than ${largestAnswer} bytes`));
    });
    answer.on('error', (error) => reject(lineLost(error)));
    answer.on('close', () => reject(lineLost(undefined)));
    answer.on('end', () => {
      if (!answer.complete) return;
      const { statusCode = 0, headers } = answer;
      const server = headers['server'];
      resolve({
        status: statusCode,
        server: typeof server === 'string' ? server : undefined,
        headers,
        body: Buffer.concat(chunks),
      });
    });
  });
}

export function lineLost(cause: Error | undefined): Problem {
  return new Problem('connection-lost', 'the connection was lost', {
    retryable: true,
    wayOut: 'try again; if it recurs, look at the event log Microsoft-Windows-WinRM/Operational on the host',
    cause,
  });
}
