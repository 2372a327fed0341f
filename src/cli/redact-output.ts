import { redactJson } from '../core/redact-json.ts';
import type { Redactor } from '../core/secret.ts';

/** Takes secrets out of whatever is printed on this stream, whoever prints it. */
export function redactOutput(stream: NodeJS.WriteStream, redactor: Redactor): void {
  const write = stream.write.bind(stream);
  const redact = (text: string): string => redactor.redact(text);
  stream.write = (
    chunk: string | Uint8Array,
    encoding?: BufferEncoding | Written,
    written?: Written,
  ): boolean => {
    const clean = typeof chunk === 'string' ? redactPrinted(chunk, redact) : chunk;
    return typeof encoding === 'function' ? write(clean, encoding) : write(clean, encoding, written);
  };
}

type Written = (error?: Error | null) => void;

/** A document for programs stays one. */
function redactPrinted(text: string, redact: (text: string) => string): string {
  const clean = redact(text);
  return clean !== text && isDocument(text) ? redactJson(text, redact) : clean;
}

function isDocument(text: string): boolean {
  if (!text.startsWith('{')) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
