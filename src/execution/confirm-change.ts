import type { HostResult } from '../core/outcome.ts';
import { asProblem, Problem } from '../core/problem.ts';
import type { ChangeAnswer } from '../platforms/platform.ts';
import { settleLostHost } from './after-loss.ts';
import type { Change } from './change.ts';
import type { Conditions } from './conditions.ts';
import { hearScript, sendScript } from './exchange.ts';
import { readBack } from './read-back.ts';

/** Milliseconds between two attempts to reach a host that waits for its confirmation. */
const attemptPause = 2_000;

/**
 * Confirms a trial over a new connection: only one that is made after the change shows that the host can still be
 * reached. With the confirmation go the steps that last. When no connection comes about in time, the host undoes the
 * trial by itself, and this waits until it has.
 */
export async function confirmChange(
  change: Change,
  trial: ChangeAnswer,
  conditions: Conditions,
): Promise<HostResult> {
  const { until = 0 } = change;
  const { clock, signal } = conditions;
  let problem = new Problem('deadline-passed', 'no new connection came about in time');
  while (clock.now() < until) {
    try {
      return await confirmOnce(change, trial, problem, conditions);
    } catch (thrown) {
      problem = asProblem(thrown);
      await clock.sleep(attemptPause, signal);
    }
  }
  return await settleLostHost(change, problem, conditions);
}

/** One attempt. @throws Problem when no connection comes about */
async function confirmOnce(
  change: Change,
  trial: ChangeAnswer,
  problem: Problem,
  conditions: Conditions,
): Promise<HostResult> {
  const { ready, steps, order } = change;
  const { host, reading } = ready;
  await using session = await conditions.connect(host, conditions.signal);
  const ids = steps.map((step) => step.id);
  conditions.announce({ kind: 'confirmation-sent', host: host.name, steps: ids });
  const unwritten = conditions.run.lost();
  if (unwritten !== undefined) {
    return await settleLostHost(change, unwritten, conditions, 'the confirmation was not sent');
  }
  const sent = await sendScript(session, reading.platform.compileConfirm(steps, order), conditions);
  if (sent instanceof Problem) return await settleLostHost(change, sent, conditions);
  const answer = hearScript(change, 'confirm', sent, conditions);
  if (answer.refused !== undefined) {
    const told = new Problem('change-refused', answer.refused.text);
    return await settleLostHost(change, told, conditions, 'the confirmation was refused');
  }
  if (!answer.complete) return await settleLostHost(change, problem, conditions);
  const ends = [...trial.ends, ...answer.ends];
  return await readBack(change, { ...answer, ends }, session, conditions);
}
