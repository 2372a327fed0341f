import { hostsInDoubt, hostsLeftOut } from '../core/run-memory.ts';
import { desiredOf } from '../planning/desired.ts';
import { assemblePlan } from '../planning/plan.ts';
import { textOf } from './arguments.ts';
import { runChange } from './change-run.ts';
import type { CommandBody } from './command.ts';
import { readEarlierRun } from './earlier-run.ts';
import { overridesOf } from './rollout-options.ts';
import { openWorkshop } from './workshop.ts';

/**
 * `vipfarm resume RUN`: what the run was for, on the hosts that it named. Those left in the middle are asked for their own
 * notes first; then all are read, planned anew from what is found, and what is missing is done.
 */
export const run: CommandBody = async (args, surroundings) => {
  const overrides = overridesOf(args);
  const earlier = await readEarlierRun(textOf(args, 'run') ?? '', args, surroundings);
  const { plan, memory } = earlier;
  const names = plan.pools.map((pool) => pool.name);
  const inDoubt = new Set(hostsInDoubt(memory));
  const leftOut = new Set(hostsLeftOut(memory));
  await using workshop = await openWorkshop('resume', names, args, surroundings, {
    continues: earlier.id,
    only: new Set(plan.hosts.map(({ host }) => host)),
    // Members that a removal was done with have left the pool, and may have left the inventory since.
    needed: plan.verb === 'remove' ? inDoubt : new Set([...inDoubt, ...leftOut]),
  });
  const { fleet, pools } = workshop;
  return await runChange(
    {
      hosts: workshop.hosts,
      desiredOf: (host) => desiredOf(host, fleet, pools, plan),
      assemble: (plans) =>
        assemblePlan(fleet, pools, plan, plans, { ...plan.overrides, ...overrides }, leftOut),
      inDoubt,
      leftOut,
    },
    workshop,
    args,
    surroundings,
  );
};
