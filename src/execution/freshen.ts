import { type HostResult, outcomeOfUnread } from '../core/outcome.ts';
import { asProblem, describeProblem } from '../core/problem.ts';
import type { Step } from '../core/step.ts';
import { factsDigest, planHost } from '../planning/plan-host.ts';
import type { Conditions } from './conditions.ts';
import { probeHost } from './probe-host.ts';
import type { ReadyHost } from './survey-hosts.ts';

/** A reading older than this is not acted on: batches may be hours apart. */
const oldest = 10 * 60_000;

export type Freshened = { readonly ready: ReadyHost } | { readonly result: HostResult };

/**
 * The host as it was surveyed, when that was a moment ago over a connection that still stands. Else it is connected to and
 * read again, and only changed if it would be changed in just the way that was approved.
 */
export async function freshen(
  ready: ReadyHost,
  steps: readonly Step[],
  conditions: Conditions,
): Promise<Freshened> {
  const { host, desired, reading, session, readAt } = ready;
  if (session.isOpen && conditions.clock.now() - readAt < oldest) return { ready };
  await session[Symbol.asyncDispose]();
  const signal = conditions.signal;
  try {
    const anew = await conditions.connect(host, signal);
    try {
      const again = await probeHost(
        anew,
        host,
        [...desired.present, ...desired.absent],
        'before',
        conditions,
      );
      const isSame = factsDigest(again.observed) === factsDigest(reading.observed);
      const plan = isSame ? undefined : planHost(host.name, again, desired);
      if (isSame || (plan?.kind === 'change' && JSON.stringify(plan.steps) === JSON.stringify(steps))) {
        return { ready: { ...ready, reading: again, session: anew, readAt: conditions.clock.now() } };
      }
      await anew[Symbol.asyncDispose]();
      return {
        result:
          plan?.kind === 'as-wanted'
            ? { host: host.name, outcome: 'ok' }
            : {
                host: host.name,
                outcome: 'skipped',
                reason: 'it is not as it was when the plan was made; plan again',
              },
      };
    } catch (thrown) {
      await anew[Symbol.asyncDispose]();
      throw thrown;
    }
  } catch (thrown) {
    const problem = asProblem(thrown);
    const outcome = outcomeOfUnread(problem);
    return { result: { host: host.name, outcome, reason: describeProblem(problem), problem } };
  }
}
