import type { ChangeOrder } from '../core/change-order.ts';
import type { HostResult } from '../core/outcome.ts';
import { describeProblem, Problem } from '../core/problem.ts';
import type { Step } from '../core/step.ts';
import { movementOf } from '../planning/take-back.ts';
import { settleLostHost } from './after-loss.ts';
import type { Change } from './change.ts';
import type { Conditions } from './conditions.ts';
import { confirmChange } from './confirm-change.ts';
import { hearScript, sendScript } from './exchange.ts';
import { readBack } from './read-back.ts';
import type { ReadyHost } from './survey-hosts.ts';

/** How a host is to be changed. */
export interface Orders {
  readonly fence: number;
  readonly owner: string;
  readonly way: 'forward' | 'back';
  /** Milliseconds within which the change must be confirmed, or the host undoes it by itself; undefined: it stays. */
  readonly deadman: number | undefined;
}

/**
 * Changes one host: the script in one exec, then the probe again. Under a dead-man the script is a trial, and what lasts
 * follows with the confirmation, over a new connection. What counts is what the last probe finds.
 */
export async function changeHost(
  ready: ReadyHost,
  steps: readonly Step[],
  { fence, owner, way, deadman }: Orders,
  circumstances: Conditions,
): Promise<HostResult> {
  // An interrupted run ends the host in hand: neither its script nor the reading back is cut off by the operator.
  const conditions = { ...circumstances, signal: new AbortController().signal };
  const { host, session, reading, desired } = ready;
  const seconds = deadman === undefined ? undefined : Math.ceil(deadman / 1000);
  const order: ChangeOrder = {
    run: conditions.run.id,
    fence,
    owner,
    deadman: seconds,
    seen: reading.observed.moment.changeMark,
  };
  const until = seconds === undefined ? undefined : conditions.clock.now() + seconds * 1000;
  conditions.announce({
    kind: 'change-sent',
    host: host.name,
    steps: steps.map((step) => step.id),
    way,
    ...movementOf(desired, reading.observed),
    ...(until === undefined ? {} : { deadman: until }),
  });
  const unwritten = conditions.run.lost();
  if (unwritten !== undefined) {
    return { host: host.name, outcome: 'not-attempted', reason: describeProblem(unwritten) };
  }
  const change: Change = { ready, steps, order, until };
  const sent = await sendScript(session, reading.platform.compile(steps, order), conditions);
  if (sent instanceof Problem) return await settleLostHost(change, sent, conditions);
  const answer = hearScript(change, 'change', sent, conditions);
  if (answer.refused !== undefined) {
    const why = answer.refused.text;
    conditions.announce({ kind: 'change-refused', host: host.name, why });
    const reason = `nothing was changed: ${why}`;
    return { host: host.name, outcome: 'failed', reason, problem: new Problem('change-refused', reason) };
  }
  if (!answer.complete) return await settleLostHost(change, silence, conditions);
  const isTrial = answer.armed !== undefined && answer.ends.every(({ end }) => end === 'done');
  if (isTrial) return await confirmChange(change, answer, conditions);
  return await readBack(change, answer, session, conditions);
}

const silence = new Problem('answer-unreadable', 'the change script did not report its end', {
  retryable: true,
});
