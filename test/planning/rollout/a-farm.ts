import type { HostPlan } from '../../../src/core/plan.ts';
import type { RolloutOverrides } from '../../../src/core/rollout.ts';
import type { Fleet } from '../../../src/inventory/fleet.ts';
import { loadFleet } from '../../../src/inventory/load-fleet.ts';
import { planRollout } from '../../../src/planning/rollout/plan-rollout.ts';
import type { RolloutRefusal } from '../../../src/planning/rollout/weigh-capacities.ts';
import { asWanted, refused, toChange, unreachable } from '../a-plan.ts';

/** A fleet with these pools, each written as YAML in one line; `hosts` the same way. */
export async function aFarm(pools: Readonly<Record<string, string>>, hosts = '{}'): Promise<Fleet> {
  const entries = Object.entries(pools).map(
    ([name, said], at) => `  ${name}: { vips: [192.0.2.${at + 1}], ${said} }`,
  );
  return await loadFleet('farm.yaml', `version: 1\nhosts: ${hosts}\npools:\n${entries.join('\n')}\n`);
}

/** What became of hosts in the survey; those of the selection that are not named are to be changed. */
export interface Survey {
  readonly verb?: 'apply' | 'remove';
  /** The pools of the run; the first of the fleet unless given. */
  readonly pools?: readonly string[];
  /** The selected hosts; all members of these pools unless given. */
  readonly selected?: readonly string[];
  readonly unreachable?: readonly string[];
  readonly refused?: readonly string[];
  readonly asWanted?: readonly string[];
  readonly overrides?: RolloutOverrides;
  readonly leftOut?: readonly string[];
}

export function rolloutOf(fleet: Fleet, survey: Survey = {}): ReturnType<typeof planRollout> {
  const names = survey.pools ?? [...fleet.pools.keys()].slice(0, 1);
  const pools = names.flatMap((name) => fleet.pools.get(name) ?? []);
  const selected = survey.selected ?? [...new Set(pools.flatMap((pool) => pool.members))];
  const { verb = 'apply', overrides = {} } = survey;
  const hosts = selected.map((host) => planOf(host, survey));
  return planRollout({ verb, fleet, pools, hosts, overrides, leftOut: new Set(survey.leftOut) });
}

function planOf(host: string, survey: Survey): HostPlan {
  if (survey.unreachable?.includes(host)) return unreachable(host, 'no answer', 'wait');
  if (survey.refused?.includes(host)) return refused(host, 'the VIP is on eth0', 'remove it there');
  if (survey.asWanted?.includes(host)) return asWanted(host);
  return toChange(host, []);
}

/** The rollout, which must not have been refused. */
export function accepted(rollout: ReturnType<typeof planRollout>): Exclude<typeof rollout, RolloutRefusal> {
  if ('refused' in rollout) throw new Error(`refused: ${JSON.stringify(rollout.refused)}`);
  return rollout;
}

/** Why it was refused, as an operator reads it; none when it was not. */
export function refusals(rollout: ReturnType<typeof planRollout>): readonly string[] {
  return 'refused' in rollout ? rollout.refused.map(({ reason, wayOut }) => `${reason}; ${wayOut}`) : [];
}
