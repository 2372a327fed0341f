import { StringDecoder } from 'node:string_decoder';

/** One stream of an answer: the first bytes are kept, the rest is counted. */
export interface Output {
  add(chunk: Buffer): void;
  /** Hands over the bytes kept, as text, once. Decoded at once, so that no character is torn apart between two chunks. */
  takeText(): string;
  readonly dropped: number;
}

export function keepAtMost(limit: number): Output {
  const chunks: Buffer[] = [];
  let kept = 0;
  let dropped = 0;
  return {
    add: (chunk) => {
      const part = chunk.length <= limit - kept ? chunk : chunk.subarray(0, limit - kept);
      if (part.length > 0) chunks.push(part);
      kept += part.length;
      dropped += chunk.length - part.length;
    },
    takeText: () => Buffer.concat(chunks.splice(0)).toString('utf8'),
    get dropped() {
      return dropped;
    },
  };
}

/** The same output, told to somebody as it comes. */
export function alsoTold(output: Output, tell: (text: string) => void): Output {
  const decoder = new StringDecoder('utf8');
  return {
    add: (chunk) => {
      output.add(chunk);
      tell(decoder.write(chunk));
    },
    takeText: () => output.takeText(),
    get dropped() {
      return output.dropped;
    },
  };
}
