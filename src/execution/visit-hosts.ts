import pLimit from 'p-limit';
import { interruptionOf } from '../core/interruption.ts';
import { asProblem, type Problem } from '../core/problem.ts';
import type { Host } from '../inventory/fleet.ts';

/** What a visit gave: its result, or the problem that ended it. No host is ever missing. */
export type Visited<T> =
  | { readonly host: Host; readonly result: T }
  | { readonly host: Host; readonly problem: Problem };

/**
 * Visits all hosts, at most `fanout` at a time. A visit that fails is a value and delays nobody; after an abort, hosts
 * that were not begun are not begun, and say so.
 */
export async function visitHosts<T>(
  hosts: readonly Host[],
  fanout: number,
  signal: AbortSignal,
  visit: (host: Host) => Promise<T>,
): Promise<readonly Visited<T>[]> {
  const limit = pLimit(fanout);
  return limit.map(hosts, async (host): Promise<Visited<T>> => {
    if (signal.aborted) return { host, problem: interruptionOf(signal) };
    try {
      return { host, result: await visit(host) };
    } catch (thrown) {
      return { host, problem: asProblem(thrown) };
    }
  });
}
