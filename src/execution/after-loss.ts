import type { HostResult } from '../core/outcome.ts';
import { asProblem, describeProblem, type Problem } from '../core/problem.ts';
import { factsDigest } from '../planning/plan-host.ts';
import { isDone } from '../verification/judge-change.ts';
import type { Change } from './change.ts';
import type { Conditions } from './conditions.ts';
import { probeHost } from './probe-host.ts';
import { dismissMemory, goesOn, recallHost } from './recall-host.ts';

/** Milliseconds that a host which goes on alone is waited for, and between two looks at it. */
const patience = 60_000;
const lookPause = 2_000;
/**
 * Milliseconds without a word after which a host that nothing will undo is given up: it keeps its own notes, and whoever
 * asks later reads the same in them. What ends within this is a moment's trouble of the network.
 */
const silenceLimit = 15_000;

const lostConnection = 'the connection was lost during the change';

/**
 * The connection was lost while a host was being changed. Its script goes on, or its dead-man fires, without us: a new
 * connection asks the host's own notes until that is over, and what it reads then counts. Where there is none, nobody
 * knows; a dead-man is waited for all the same, because it comes without us.
 */
export async function settleLostHost(
  change: Change,
  problem: Problem,
  conditions: Conditions,
  what = lostConnection,
): Promise<HostResult> {
  const { ready, until } = change;
  const { host } = ready;
  const { clock, signal } = conditions;
  const lost = `${what} (${problem.message})`;
  const end = (until ?? clock.now()) + patience;
  let heard = clock.now();
  for (;;) {
    // A script that was sent a moment ago may not have begun yet.
    await clock.sleep(lookPause, signal);
    const isLastLook = clock.now() >= end;
    try {
      const found = await lookAtLostHost(change, lost, isLastLook, conditions);
      if (found !== undefined) return found.outcome === 'unknown' ? { ...found, problem } : found;
      heard = clock.now();
    } catch (thrown) {
      const met = asProblem(thrown);
      const isSilent = !met.retryable || clock.now() >= heard + silenceLimit;
      if (isLastLook || (until === undefined && isSilent)) {
        const why = describeProblem(met);
        const reason = `${lost}, and it cannot be reached: ${why}${alone(until)}`;
        return { host: host.name, outcome: 'unknown', reason, problem };
      }
    }
  }
}

/** What a new connection finds; undefined while the host goes on alone, unless this look is the last one. */
async function lookAtLostHost(
  { ready, order }: Change,
  lost: string,
  isLastLook: boolean,
  conditions: Conditions,
): Promise<HostResult | undefined> {
  const { host, reading, desired } = ready;
  await using session = await conditions.connect(host, conditions.signal);
  const { change: noted, fence } = await recallHost(session, host, reading.platform, conditions);
  const mine = noted?.run === order.run ? noted : undefined;
  // What another run has on trial there may be undone yet, so it settles nothing.
  const isOver = !goesOn(noted);
  if (!isOver && !isLastLook) return undefined;
  if (isOver && mine !== undefined) {
    await dismissMemory(session, host, reading.platform, order.run, conditions);
  }
  const vips = [...desired.present, ...desired.absent];
  const after = await probeHost(session, host, vips, 'after', conditions);
  if (isOver && isDone(desired, after)) {
    // Whoever was there last has another number: what they did is not ours to take back.
    if (mine === undefined && fence !== undefined && fence !== order.fence) {
      return {
        host: host.name,
        outcome: 'ok',
        reason: `${lost}; another run has done what this one was for`,
      };
    }
    return { host: host.name, outcome: 'changed', reason: `${lost}; the host finished alone` };
  }
  if (isOver && factsDigest(after.observed) === factsDigest(reading.observed)) {
    const by =
      mine?.state === 'taken-back'
        ? 'the host has undone the change by itself'
        : 'the host is as it was before';
    return { host: host.name, outcome: 'rolled-back', reason: `${lost}; ${by}` };
  }
  const other = mine === undefined && !isOver ? `; ${noted?.run} of ${noted?.owner} is at work there` : '';
  return {
    host: host.name,
    outcome: 'unknown',
    reason: `${lost}${other}; look with: vipfarm audit --limit ${host.name}`,
  };
}

function alone(until: number | undefined): string {
  return until === undefined
    ? ''
    : `; unless it was confirmed, it undoes the change by itself at ${new Date(until).toISOString()}`;
}
