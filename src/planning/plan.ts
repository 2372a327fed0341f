import { digestOf } from '../core/digest.ts';
import type { HostPlan, Plan } from '../core/plan.ts';
import type { Fleet, Pool } from '../inventory/fleet.ts';
import type { Purpose } from './desired.ts';

/** The plans of all selected hosts as one plan, each host under the first of its pools. */
export function assemblePlan(
  fleet: Fleet,
  pools: readonly Pool[],
  purpose: Purpose,
  hosts: readonly HostPlan[],
): Plan {
  const planned = new Set(hosts.map((host) => host.host));
  return {
    version: 1,
    ...purpose,
    inventory: fleet.digest,
    pools: pools.map((pool) => ({
      name: pool.name,
      vips: pool.vips,
      members: pool.members.filter((member) => planned.delete(member)),
    })),
    hosts,
  };
}

/** What an approval names: it changes with every byte that could change a host. */
export function planDigest(plan: Plan): string {
  return digestOf(JSON.stringify(plan));
}

/** A plan that somebody has said yes to, by its digest. The executor takes nothing else. */
export interface ApprovedPlan {
  readonly plan: Plan;
  readonly digest: string;
  readonly by: 'operator' | 'yes-option';
}

export function approvePlan(plan: Plan, by: ApprovedPlan['by']): ApprovedPlan {
  return { plan, digest: planDigest(plan), by };
}
