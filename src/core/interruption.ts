import { Problem } from './problem.ts';

/** The problem that the signal was aborted with, or a plain interruption. */
export function interruptionOf(signal: AbortSignal | undefined): Problem {
  const reason: unknown = signal?.reason;
  return reason instanceof Problem ? reason : new Problem('interrupted', 'interrupted by the operator');
}
