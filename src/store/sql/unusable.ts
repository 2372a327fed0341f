import { Problem } from '../../core/problem.ts';

/** The database cannot be read or written: what it said, and what can be done without it. */
export function unusable(place: string, cause: unknown): Problem {
  const why = cause instanceof Error ? cause.message || cause.name : String(cause);
  return new Problem('store-unusable', `the history at ${place} cannot be used: ${why}`, {
    wayOut: 'make it writable, or name another by --database or VIPFARM_DATABASE',
    retryable: true,
    cause,
  });
}
