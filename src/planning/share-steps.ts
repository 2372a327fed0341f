import { digestOf } from '../core/digest.ts';
import type { HostPlan } from '../core/plan.ts';
import type { Step } from '../core/step.ts';

/**
 * Plans of hosts that are to be changed in just the same way get one and the same list of steps. A farm has a few such
 * lists, however many hosts it has: each is then in memory once, and is compiled once.
 */
export function shareSteps(): (plan: HostPlan) => HostPlan {
  const lists = new Map<string, readonly Step[]>();
  return (plan) => {
    if (plan.kind !== 'change') return plan;
    const digest = digestOf(JSON.stringify(plan.steps));
    const steps = lists.get(digest) ?? plan.steps;
    lists.set(digest, steps);
    return { ...plan, steps };
  };
}
