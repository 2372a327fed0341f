import type { HostResult } from '../core/outcome.ts';
import type { Movement } from '../core/plan.ts';
import { asProblem, describeProblem } from '../core/problem.ts';
import { planHost } from '../planning/plan-host.ts';
import { movementOf, takingBack } from '../planning/take-back.ts';
import { changeHost } from './change-host.ts';
import type { Conditions } from './conditions.ts';
import { probeHost } from './probe-host.ts';
import type { RolloutMeans } from './rollout-means.ts';
import { settleMemory } from './settle-memory.ts';
import type { ReadyHost } from './survey-hosts.ts';

/** A host that the run has changed: the VIPs that this moved, if any, and how it ended. */
export type MovedHost = Pick<ReadyHost, 'host' | 'desired'> & {
  readonly movement: Movement;
  readonly result: HostResult;
};

/**
 * Takes back what the run brought to a host or took from it. It is planned like any change, over a connection of its
 * own, and read back. What the run only repaired stays.
 */
export async function takeBack(
  { host, desired: wished, movement, result }: MovedHost,
  why: string,
  means: RolloutMeans,
  circumstances: Conditions,
): Promise<HostResult> {
  const conditions = { ...circumstances, signal: new AbortController().signal };
  const desired = takingBack(wished, movement);
  try {
    await using session = await conditions.connect(host, conditions.signal);
    const vips = [...desired.present, ...desired.absent];
    // Its connection may have been lost: then its script goes on, or its dead-man waits. One that ended just after the first
    // reading may have left no notes, so what counts is read when nothing moves any more.
    const { platform } = await probeHost(session, host, vips, 'before', conditions);
    await settleMemory(session, host, platform, conditions);
    // Nothing was moved. A plan would only repair what is recorded there, which another operator may just be taking back.
    // What went wrong with its files stays wrong.
    if (vips.length === 0) {
      return result.outcome === 'changed' ? { host: host.name, outcome: 'rolled-back', reason: why } : result;
    }
    const reading = await probeHost(session, host, vips, 'before', conditions);
    const plan = planHost(host.name, reading, desired);
    if (plan.kind === 'as-wanted') {
      const left = movementOf(desired, reading.observed);
      if (left.brings.length + left.takes.length === 0)
        return { host: host.name, outcome: 'rolled-back', reason: why };
      const rest = [...left.brings, ...left.takes].join(', ');
      return {
        host: host.name,
        outcome: 'failed',
        reason: `${why}; it was not taken back: ${rest} is not as before`,
      };
    }
    if (plan.kind !== 'change') {
      return { host: host.name, outcome: 'failed', reason: `${why}; it was not taken back: ${plan.reason}` };
    }
    const ready = { host, desired, reading, session, readAt: conditions.clock.now() };
    const orders = { fence: means.hold.fence, owner: means.owner, way: 'back' as const, deadman: undefined };
    const back = await changeHost(ready, plan.steps, orders, conditions);
    if (back.outcome === 'changed') return { host: host.name, outcome: 'rolled-back', reason: why };
    return {
      ...back,
      outcome: 'failed',
      reason: `${why}; taking it back failed: ${back.reason ?? back.outcome}`,
    };
  } catch (thrown) {
    const problem = asProblem(thrown);
    const reason = `${why}; it could not be taken back: ${describeProblem(problem)}`;
    return { host: host.name, outcome: 'unknown', reason, problem };
  }
}
