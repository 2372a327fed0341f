import type { ServerResponse } from 'node:http';

/** What a socket takes at once without being full. */
const tail = 4096;

/**
 * Sends an answer, and its last bytes only when all before them are away. Otherwise the client's next request may find
 * a socket that waits to drain; Node then pauses its parser, and over TLS takes what follows for a broken request.
 */
export async function send(
  response: ServerResponse,
  status: number,
  type: string,
  bytes: Buffer,
): Promise<void> {
  response.writeHead(status, { 'Content-Type': type, 'Content-Length': bytes.length });
  const first = bytes.subarray(0, Math.max(0, bytes.length - tail));
  if (first.length > 0) {
    await new Promise((resolve) => response.write(first, resolve));
  }
  response.end(bytes.subarray(first.length));
}
