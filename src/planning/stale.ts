import type { HostPlan, Plan } from '../core/plan.ts';

/** Why a saved plan does not hold any more, a line for each reason; none when it does. */
export function findStaleness(saved: Plan, fresh: Plan): readonly string[] {
  const reasons: string[] = [];
  if (saved.inventory !== fresh.inventory) reasons.push('the inventory file has changed');
  const byName = new Map(fresh.hosts.map((host) => [host.host, host]));
  for (const host of saved.hosts) {
    const change = describeChange(host, byName.get(host.host));
    if (change !== undefined) reasons.push(`${host.host} ${change}`);
  }
  // What differs on a host or in the file differs in the batches as well, and has been said.
  if (reasons.length === 0 && batchesOf(saved) !== batchesOf(fresh)) {
    reasons.push('the hosts would be changed in other batches now');
  }
  return reasons;
}

function describeChange(saved: HostPlan, now: HostPlan | undefined): string | undefined {
  if (saved.kind === 'unreachable') {
    return now?.kind === 'change'
      ? `could not be reached when the plan was made, and would be changed now; --limit 'not ${now.host}' leaves it out`
      : undefined;
  }
  if (now === undefined) return 'is no longer selected';
  if (now.kind === 'unreachable') return `cannot be reached now: ${now.reason}`;
  if (saved.facts !== now.facts) return 'is not as it was when the plan was made';
  return deedOf(saved) === deedOf(now) ? undefined : 'would be changed in another way now';
}

/** Without the notices: they may tell what changes from minute to minute, such as a service that was not up. */
function deedOf(host: HostPlan): string {
  return JSON.stringify({ ...host, notices: [] });
}

/** Which members are out of service is no part of it: that may have changed without changing what is done. */
function batchesOf({ rollout: { batches, maxFail } }: Plan): string {
  return JSON.stringify({ batches, maxFail });
}
