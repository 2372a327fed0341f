import pLimit from 'p-limit';
import type { HostResult } from '../core/outcome.ts';
import type { HostPlan } from '../core/plan.ts';
import { asProblem, describeProblem, Problem } from '../core/problem.ts';
import { type ApprovedPlan, planDigest } from '../planning/plan.ts';
import { changeHost } from './change-host.ts';
import type { Conditions } from './conditions.ts';
import type { ReadyHost } from './survey-hosts.ts';

/**
 * Carries out an approved plan, host by host in parallel. Every host of the plan has a result, whatever happened.
 * @throws Problem not-approved when the plan is not the one that was approved; then nothing was sent
 */
export async function carryOut(
  approved: ApprovedPlan,
  ready: ReadonlyMap<string, ReadyHost>,
  conditions: Conditions,
): Promise<readonly HostResult[]> {
  if (planDigest(approved.plan) !== approved.digest) {
    throw new Problem('not-approved', 'this is not the plan that was approved; nothing was sent to any host');
  }
  const limit = pLimit(conditions.fanout);
  return limit.map(approved.plan.hosts, async (plan) => {
    const result = await resultFor(plan, ready, conditions);
    conditions.announce({
      kind: 'host-ended',
      host: result.host,
      outcome: result.outcome,
      ...(result.reason === undefined ? {} : { reason: result.reason }),
    });
    return result;
  });
}

async function resultFor(
  plan: HostPlan,
  ready: ReadonlyMap<string, ReadyHost>,
  conditions: Conditions,
): Promise<HostResult> {
  const { host } = plan;
  switch (plan.kind) {
    case 'as-wanted':
      return { host, outcome: 'ok' };
    case 'refused':
      return { host, outcome: 'skipped', reason: `${plan.reason}; ${plan.wayOut}` };
    case 'unreachable':
      return { host, outcome: 'unreachable', reason: `${plan.reason}; ${plan.wayOut}` };
    case 'change': {
      const waiting = ready.get(host);
      if (conditions.signal.aborted || waiting === undefined) return { host, outcome: 'not-attempted' };
      try {
        return await changeHost(waiting, plan.steps, conditions);
      } catch (thrown) {
        const problem = asProblem(thrown);
        return { host, outcome: 'unknown', reason: describeProblem(problem), problem };
      }
    }
  }
}
