import type { HostResult } from '../core/outcome.ts';
import { asProblem, describeProblem, Problem } from '../core/problem.ts';
import type { Step } from '../core/step.ts';
import { factsDigest } from '../planning/plan-host.ts';
import { movementOf } from '../planning/take-back.ts';
import type { ChangeAnswer } from '../platforms/platform.ts';
import type { Reading } from '../platforms/reading.ts';
import type { Answer, Session } from '../transports/transport.ts';
import { judgeHost } from '../verification/judge-host.ts';
import type { Conditions } from './conditions.ts';
import { probeHost } from './probe-host.ts';
import type { ReadyHost } from './survey-hosts.ts';

/**
 * Changes one host: the script in one exec, then the probe again. What counts is what the second probe finds; the
 * script's own words only tell how it came to it.
 */
export async function changeHost(
  ready: ReadyHost,
  steps: readonly Step[],
  circumstances: Conditions,
): Promise<HostResult> {
  // An interrupted run ends the host in hand: neither its script nor the reading back is cut off by the operator.
  const conditions = { ...circumstances, signal: new AbortController().signal };
  const { host, session, reading } = ready;
  conditions.announce({
    kind: 'change-sent',
    host: host.name,
    steps: steps.map((step) => step.id),
    way: 'forward',
    ...movementOf(ready.desired, reading.observed),
  });
  const sent = await sendScript(session, reading.platform.compile(steps, conditions.run.id), conditions);
  if (sent instanceof Problem) return afterLoss(ready, sent, conditions);
  conditions.run.keep(host.name, 'change', `${sent.stdout}${sent.stderr}`);
  const answer = reading.platform.readChange(sent.stdout);
  for (const { step, end } of answer.ends) {
    conditions.announce({ kind: 'step-ended', host: host.name, step, end });
  }
  if (!answer.complete) {
    return {
      host: host.name,
      outcome: 'unknown',
      reason: 'the change script did not report its end; vipfarm audit tells how the host is',
    };
  }
  try {
    const after = await probeHost(session, host, vipsOf(ready), 'after', conditions);
    return judgeChange(ready, steps, answer, after);
  } catch (thrown) {
    return afterLoss(ready, asProblem(thrown), conditions);
  }
}

async function sendScript(
  session: Session,
  script: string,
  { signal }: Conditions,
): Promise<Answer | Problem> {
  try {
    return await session.run({ script, asRoot: true, signal });
  } catch (thrown) {
    return asProblem(thrown);
  }
}

/** The script goes on without us. A new connection tells how it ended; where there is none, nobody knows. */
async function afterLoss(ready: ReadyHost, problem: Problem, conditions: Conditions): Promise<HostResult> {
  const { host, reading } = ready;
  const lost = `the connection was lost during the change (${problem.message})`;
  try {
    await using session = await conditions.connect(host, conditions.signal);
    const after = await probeHost(session, host, vipsOf(ready), 'after', conditions);
    if (isDone(ready, after))
      return { host: host.name, outcome: 'changed', reason: `${lost}; the host finished alone` };
    if (factsDigest(after.observed) === factsDigest(reading.observed)) {
      return { host: host.name, outcome: 'rolled-back', reason: `${lost}; the host is as it was before` };
    }
    return {
      host: host.name,
      outcome: 'unknown',
      reason: `${lost}; look with: vipfarm audit --limit ${host.name}`,
      problem,
    };
  } catch (again) {
    const why = describeProblem(asProblem(again));
    return {
      host: host.name,
      outcome: 'unknown',
      reason: `${lost}, and it cannot be reached: ${why}`,
      problem,
    };
  }
}

function judgeChange(
  ready: ReadyHost,
  steps: readonly Step[],
  answer: ChangeAnswer,
  after: Reading,
): HostResult {
  const host = ready.host.name;
  if (answer.refused !== undefined)
    return { host, outcome: 'failed', reason: `nothing was changed: ${answer.refused}` };
  const failed = answer.ends.find((one) => one.end === 'failed');
  if (failed !== undefined) {
    const title = steps.find((step) => step.id === failed.step)?.title ?? failed.step;
    const reason = `${title}: ${lastLines(failed.output)}`;
    const stuck = answer.ends.find((one) => one.end === 'not-undone');
    return stuck === undefined
      ? { host, outcome: 'rolled-back', reason }
      : {
          host,
          outcome: 'failed',
          reason: `${reason}; step ${stuck.step} could not be undone: ${lastLines(stuck.output)}`,
        };
  }
  if (isDone(ready, after)) return { host, outcome: 'changed' };
  const open = judgeHost(host, after, ready.desired).checks.filter(
    (check) => check.verdict !== 'ok' && check.verdict !== 'notice',
  );
  return {
    host,
    outcome: 'failed',
    reason: open.map((check) => check.found).join('; '),
  };
}

/** True when a new plan would find nothing to change, and no check is against it. */
function isDone(ready: ReadyHost, { platform, observed }: Reading): boolean {
  const decision = platform.plan({ ...ready.desired, force: true }, observed);
  const wrong = platform
    .checks(ready.desired, observed)
    .filter(
      (check) => ['absent', 'wrong', 'conflict'].includes(check.verdict) && !check.id.startsWith('service-'),
    );
  return decision.kind === 'as-wanted' && wrong.length === 0;
}

function vipsOf({ desired }: ReadyHost) {
  return [...desired.present, ...desired.absent];
}

function lastLines(output: string): string {
  return (
    output
      .split('\n')
      .filter((line) => line !== '')
      .slice(-2)
      .join(' / ') || 'no output'
  );
}
