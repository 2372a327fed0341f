import type { Acceptance, SegmentReport } from '../core/network.ts';
import type { HostResult } from '../core/outcome.ts';
import type { HostPlan, Plan } from '../core/plan.ts';
import { describeProblem, Problem } from '../core/problem.ts';
import type { Stop } from '../core/rollout.ts';
import { type ApprovedPlan, planDigest } from '../planning/plan.ts';
import { hasFailed, judgeGate } from '../planning/rollout/gate.ts';
import { lostSight } from '../planning/rollout/lost-sight.ts';
import { excusesFor } from '../planning/rollout/weigh-claims.ts';
import { unanswered } from './answer-claim.ts';
import { bringBack } from './bring-back.ts';
import { type BatchEnd, type BatchState, changeBatch } from './change-batch.ts';
import type { Conditions } from './conditions.ts';
import { type LastLook, lookLast } from './last-look.ts';
import { keepLedger, type Ledger } from './ledger.ts';
import type { RolloutMeans } from './rollout-means.ts';
import { keepInService } from './serving-members.ts';
import type { ReadyHost } from './survey-hosts.ts';
import type { MovedHost } from './take-back.ts';
import { takeBackAll } from './take-back-all.ts';

/** How a rollout ended. Every host of the plan has a result, whatever happened. */
export interface RolloutEnd {
  readonly results: readonly HostResult[];
  readonly stopped: Stop | undefined;
  readonly watched: readonly SegmentReport[];
  readonly acceptances: readonly Acceptance[];
  /** The last look at the network. */
  readonly after: SegmentReport | undefined;
}

/**
 * Carries out an approved plan, batch by batch, a gate behind each. A gate that stays shut ends the run; what was done
 * stays or is taken back, as the batch says.
 * @throws Problem not-approved when the plan is not the one that was approved; then nothing was sent
 */
export async function rollOut(
  approved: ApprovedPlan,
  ready: ReadonlyMap<string, ReadyHost>,
  means: RolloutMeans,
  circumstances: Conditions,
): Promise<RolloutEnd> {
  const { plan } = approved;
  if (planDigest(plan) !== approved.digest) {
    throw new Problem('not-approved', 'this is not the plan that was approved; nothing was sent to any host');
  }
  const { rollout } = plan;
  const conditions = {
    ...circumstances,
    signal: AbortSignal.any([circumstances.signal, means.hold.lost]),
  };
  const ledger = keepLedger(conditions.announce);
  for (const host of plan.hosts) settleUnchanged(host, ledger);
  const inService = keepInService(rollout.capacities);
  const steps = new Map(plan.hosts.map((host) => [host.host, host.kind === 'change' ? host.steps : []]));
  const moved = new Map<string, MovedHost>();
  const excuses = excusesFor(means.before, plan);
  const state: BatchState = {
    ...{ ready, steps, inService, ledger, moved, excuses },
    ended: new Map(),
    drained: new Set(),
  };
  const ends: BatchEnd[] = [];
  for (const result of await bringBack(plan, means, conditions)) {
    ledger.settle(result);
    if (hasFailed(result)) inService.putBack(result.host, 'all');
  }
  let stopped = stillOutOfService(ledger, rollout.maxFail, conditions);
  for (const [index, batch] of rollout.batches.entries()) {
    const wouldGoBack = hostsToTakeBack(batch.onFailure, [], [...moved.values()]);
    stopped ??= forbiddenBehind(index, wouldGoBack.length, means, conditions);
    if (stopped !== undefined || conditions.signal.aborted) break;
    const number = index + 1;
    const failedBefore = new Set(failedIn(plan, ledger).map(({ host }) => host));
    const mayFail = Math.min(batch.maxFail, rollout.maxFail - ledger.failed);
    const end = await changeBatch(
      { batch, number, of: rollout.batches.length, mayFail, verb: plan.verb },
      state,
      means,
      conditions,
    );
    ends.push(end);
    const reasons = judgeGate({
      batch,
      maxFail: rollout.maxFail,
      failedHere: failedIn(plan, ledger).filter(({ host }) => !failedBefore.has(host)),
      failed: ledger.failed,
      claims: unanswered(end.claims, ledger),
      acceptances: end.acceptances,
      objections: [
        ...end.objections,
        ...lostLease(means),
        ...unwritten(conditions),
        ...lostSight(means.before, end.report),
      ],
    });
    const isLast = number === rollout.batches.length;
    const refused =
      reasons.length > 0 || isLast
        ? undefined
        : await askFor(number + 1, rollout.batches.length, means, conditions);
    const shut = refused === undefined ? reasons : [refused];
    conditions.announce({ kind: 'gate-judged', batch: number, opens: shut.length === 0, reasons: shut });
    if (shut.length > 0) {
      stopped = { batch: number, reasons: shut, by: refused === undefined ? shutBy(means) : 'operator' };
      const back = hostsToTakeBack(batch.onFailure, batch.hosts, [...moved.values()]);
      const why = `the gate after batch ${number} stayed shut`;
      const retreat = { why, batches: rollout.batches, inService, ledger };
      const left = await takeBackAll(back, retreat, means, conditions);
      if (left.length > 0)
        stopped = { ...stopped, reasons: [...shut, leftAsTheyAre(left.length, conditions.run.id)] };
      break;
    }
  }
  const last = await lookLast(plan, state, means, circumstances);
  stopped ??= stoppedAtLast(last, ends.length, conditions);
  for (const { host } of plan.hosts) ledger.settleIfOpen({ host, outcome: 'not-attempted' });
  return {
    results: plan.hosts.map(({ host }) => ledger.of([host])[0] ?? { host, outcome: 'unknown' }),
    stopped,
    watched: ends.flatMap(({ report }) => report ?? []),
    acceptances: ends.flatMap(({ acceptances }) => acceptances),
    after: last.report,
  };
}

/** Hosts that could not be brought back into service count as failed before the first batch begins. */
function stillOutOfService(ledger: Ledger, maxFail: number, { announce }: Conditions): Stop | undefined {
  const failed = ledger.failed;
  if (failed <= maxFail) return undefined;
  const reasons = [`${failed} could not be brought back into service, and maxFail allows ${maxFail}`];
  announce({ kind: 'gate-judged', batch: 0, opens: false, reasons });
  return { batch: 0, reasons, by: 'gate' };
}

function settleUnchanged(plan: HostPlan, ledger: Ledger): void {
  const result = unchanged(plan);
  if (result !== undefined) ledger.settle(result);
}

/** The result of a host that the plan does not change. */
function unchanged(plan: HostPlan): HostResult | undefined {
  const { host } = plan;
  switch (plan.kind) {
    case 'as-wanted':
      return { host, outcome: 'ok' };
    case 'refused':
      return { host, outcome: 'skipped', reason: `${plan.reason}; ${plan.wayOut}` };
    case 'unreachable':
      return { host, outcome: 'unreachable', reason: `${plan.reason}; ${plan.wayOut}` };
    case 'not-attempted':
      return { host, outcome: 'not-attempted', reason: plan.reason };
    case 'change':
      return undefined;
  }
}

function failedIn(plan: Plan, ledger: Ledger): readonly HostResult[] {
  return ledger.of(plan.hosts.map(({ host }) => host)).filter(hasFailed);
}

/** What was heard when all was done shuts the last gate again. */
function stoppedAtLast({ reasons }: LastLook, batch: number, { announce }: Conditions): Stop | undefined {
  if (reasons.length === 0) return undefined;
  announce({ kind: 'gate-judged', batch, opens: false, reasons });
  return { batch, reasons, by: 'gate' };
}

function lostLease({ hold }: RolloutMeans): readonly string[] {
  const reason: unknown = hold.lost.aborted ? hold.lost.reason : undefined;
  return reason instanceof Problem ? [describeProblem(reason)] : [];
}

function shutBy({ hold }: RolloutMeans): Stop['by'] {
  return hold.lost.aborted ? 'lease' : 'gate';
}

/**
 * A lease that was lost while a gate stood open shuts it again, and nothing is taken back without one; an interruption is no
 * gate. `wouldGoBack`: hosts that a gate that shuts for another reason would have taken back.
 */
function forbiddenBehind(
  batch: number,
  wouldGoBack: number,
  means: RolloutMeans,
  conditions: Conditions,
): Stop | undefined {
  const lease = lostLease(means);
  const left = lease.length > 0 && wouldGoBack > 0 ? [leftAsTheyAre(wouldGoBack, conditions.run.id)] : [];
  const reasons = [...lease, ...left, ...unwritten(conditions)];
  if (reasons.length === 0) return undefined;
  conditions.announce({ kind: 'gate-judged', batch, opens: false, reasons });
  return { batch, reasons, by: shutBy(means) };
}

/** A journal with gaps is no ground to go on from. */
function unwritten({ run }: Conditions): readonly string[] {
  const lost = run.lost();
  return lost === undefined ? [] : [lost.message];
}

async function askFor(
  batch: number,
  of: number,
  { askForBatch }: RolloutMeans,
  { signal }: Conditions,
): Promise<string | undefined> {
  // An interruption at the question ends the run as anywhere else: it is no answer, and takes nothing back.
  if (askForBatch === undefined || (await askForBatch(batch, of, signal)) || signal.aborted) return undefined;
  return `the operator did not say yes to batch ${batch}`;
}

function leftAsTheyAre(count: number, run: string): string {
  return `${count} not taken back, since somebody else may change the pool now; when that is over: vipfarm rollback ${run}`;
}

function hostsToTakeBack(
  policy: 'stop' | 'rollback-batch' | 'rollback-run',
  batch: readonly string[],
  moved: readonly MovedHost[],
): readonly MovedHost[] {
  switch (policy) {
    case 'stop':
      return [];
    case 'rollback-batch':
      return moved.filter(({ host }) => batch.includes(host.name));
    case 'rollback-run':
      return moved.toReversed();
  }
}
