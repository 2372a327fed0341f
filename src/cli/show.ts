import { paintWords } from '../reporting/paint.ts';
import type { Surroundings } from './command.ts';

/** A result for people. */
export function showText(text: string, { stdout }: Surroundings): void {
  stdout.write(paintWords(text, stdout));
}

/** The same facts for programs; maps become objects, sets become arrays. */
export function showJson(value: unknown, { stdout }: Surroundings): void {
  stdout.write(`${JSON.stringify(value, asPlainData, 2)}\n`);
}

function asPlainData(_key: string, value: unknown): unknown {
  if (value instanceof Map) return Object.fromEntries(value);
  return value instanceof Set ? [...value] : value;
}
