import { digestOf } from '../core/digest.ts';
import type { HostPlan, Plan } from '../core/plan.ts';
import type { RolloutOverrides } from '../core/rollout.ts';
import type { Step } from '../core/step.ts';
import type { Fleet, Pool } from '../inventory/fleet.ts';
import type { Purpose } from './desired.ts';
import { planRollout } from './rollout/plan-rollout.ts';
import { serviceNotKept } from './rollout/weigh-capacities.ts';

/**
 * The plans of all selected hosts as one plan, each host under the first of its pools.
 * @throws Problem service-not-kept when a pool could not keep enough members in service, and by how much
 */
export function assemblePlan(
  fleet: Fleet,
  pools: readonly Pool[],
  purpose: Purpose,
  hosts: readonly HostPlan[],
  overrides: RolloutOverrides = {},
  leftOut: ReadonlySet<string> = new Set(),
): Plan {
  const rollout = planRollout({ verb: purpose.verb, fleet, pools, hosts, overrides, leftOut });
  if ('refused' in rollout) throw serviceNotKept(rollout);
  const planned = new Set(hosts.map((host) => host.host));
  return {
    version: 1,
    verb: purpose.verb,
    adopt: purpose.adopt,
    force: purpose.force,
    inventory: fleet.digest,
    pools: pools.map((pool) => ({
      name: pool.name,
      vips: pool.vips,
      members: pool.members.filter((member) => planned.delete(member)),
    })),
    hosts,
    rollout,
    overrides,
    ...(purpose.takesBack === undefined ? {} : { takesBack: purpose.takesBack }),
  };
}

/** What an approval names: it changes with every byte that could change a host. Steps that hosts share are read once. */
export function planDigest(plan: Plan): string {
  const digests = new Map<readonly Step[], string>();
  const hosts = plan.hosts.map((host) => {
    if (host.kind !== 'change') return host;
    const steps = digests.get(host.steps) ?? digestOf(JSON.stringify(host.steps));
    digests.set(host.steps, steps);
    return { ...host, steps };
  });
  return digestOf(JSON.stringify({ ...plan, hosts }));
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
