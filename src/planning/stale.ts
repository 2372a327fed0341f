import type { HostPlan, Plan } from '../core/plan.ts';

/** Why a saved plan does not hold any more, a line for each reason; none when it does. */
export function findStaleness(saved: Plan, fresh: Plan): readonly string[] {
  const reasons: string[] = [];
  if (saved.inventory !== fresh.inventory) reasons.push('the inventory file has changed');
  const byName = new Map(fresh.hosts.map((host) => [host.host, host]));
  for (const host of saved.hosts) {
    const now = byName.get(host.host);
    const change = now === undefined ? 'is no longer selected' : describeChange(host, now);
    if (change !== undefined) reasons.push(`${host.host} ${change}`);
  }
  return reasons;
}

function describeChange(saved: HostPlan, now: HostPlan): string | undefined {
  if (saved.kind === 'unreachable') return undefined;
  if (now.kind === 'unreachable') return `cannot be reached now: ${now.reason}`;
  if (saved.facts !== now.facts) return 'is not as it was when the plan was made';
  return JSON.stringify(saved) === JSON.stringify(now) ? undefined : 'would be changed in another way now';
}
