import { hash } from 'node:crypto';

/** sha256 of a text, in hex. */
export function digestOf(text: string): string {
  return hash('sha256', text);
}
