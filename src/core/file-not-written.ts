import { Problem } from './problem.ts';

/** What the operator asked to have in a file, and cannot have there. */
export function fileNotWritten(what: string, place: string, cause: unknown): Problem {
  return new Problem('file-not-written', `${what} could not be written to ${place}: ${String(cause)}`, {
    wayOut: 'name a place that you can write to',
    cause,
  });
}
