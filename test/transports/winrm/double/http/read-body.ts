import type { IncomingMessage } from 'node:http';

export type Body =
  | { readonly kind: 'whole'; readonly bytes: Buffer }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'unmeasured' }
  | { readonly kind: 'lost' };

/** The whole body of a request that says how long it is. What is too long is read, and thrown away. */
export async function readBody(request: IncomingMessage, limit: number): Promise<Body> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request) {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
    }
  } catch {
    return { kind: 'lost' };
  }
  if (request.method === 'POST' && request.headers['content-length'] === undefined) {
    return { kind: 'unmeasured' };
  }
  return size > limit ? { kind: 'too-large' } : { kind: 'whole', bytes: Buffer.concat(chunks) };
}
