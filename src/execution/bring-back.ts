import pLimit from 'p-limit';
import type { HostResult } from '../core/outcome.ts';
import type { Plan } from '../core/plan.ts';
import { asProblem, describeProblem } from '../core/problem.ts';
import type { Host, Pool } from '../inventory/fleet.ts';
import type { Session } from '../transports/transport.ts';
import { askHook } from './ask-hook.ts';
import type { Conditions } from './conditions.ts';
import { probeHost } from './probe-host.ts';
import type { RolloutMeans } from './rollout-means.ts';

/**
 * Members that an earlier run left out of service, and that are as wanted by now: the hooks of their pool bring them back,
 * but for those that have left it. How that ended, for each of them.
 */
export async function bringBack(
  plan: Plan,
  means: RolloutMeans,
  conditions: Conditions,
): Promise<readonly HostResult[]> {
  const limit = pLimit(conditions.fanout);
  const waiting = plan.hosts.flatMap(({ host: name, kind }) => {
    const host = means.fleet.hosts.get(name);
    const planned = plan.pools.find(({ members }) => members.includes(name));
    const pool = means.fleet.pools.get(planned?.name ?? '');
    const isWaiting = kind === 'as-wanted' && means.leftOut.has(name);
    return isWaiting && host !== undefined && pool !== undefined ? [{ host, pool }] : [];
  });
  return await limit.map(waiting, ({ host, pool }) =>
    bringBackOne(host, pool, plan.verb === 'remove', means, conditions),
  );
}

async function bringBackOne(
  host: Host,
  pool: Pool,
  mayHaveLeft: boolean,
  means: RolloutMeans,
  conditions: Conditions,
): Promise<HostResult> {
  const asWanted = 'it is as wanted, but an earlier run left it out of service';
  try {
    await using session = await conditions.connect(host, conditions.signal);
    if (mayHaveLeft && !(await hasVip(host, pool, session, conditions)))
      return { host: host.name, outcome: 'ok' };
    const place = { pool, batch: 0, host, session };
    const failure =
      (await askHook('undrain', pool.rollout.hooks, place, means, conditions)) ??
      (await askHook('inService', pool.rollout.hooks, place, means, conditions));
    if (failure === undefined) return { host: host.name, outcome: 'ok' };
    return { host: host.name, outcome: 'failed', reason: `${asWanted}: ${failure}` };
  } catch (thrown) {
    const problem = asProblem(thrown);
    return {
      host: host.name,
      outcome: 'failed',
      reason: `${asWanted}: ${describeProblem(problem)}`,
      problem,
    };
  }
}

async function hasVip(
  host: Host,
  { vips }: Pool,
  session: Session,
  conditions: Conditions,
): Promise<boolean> {
  const { observed } = await probeHost(session, host, vips, 'before', conditions);
  return observed.addresses.some(({ address }) => vips.some((vip) => vip.address === address));
}
