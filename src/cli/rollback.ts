import { Problem } from '../core/problem.ts';
import { hostsInDoubt, hostsLeftOut } from '../core/run-memory.ts';
import { desiredOf, type Purpose } from '../planning/desired.ts';
import { assemblePlan } from '../planning/plan.ts';
import { movementOfRun } from '../planning/take-back.ts';
import { textOf } from './arguments.ts';
import { runChange } from './change-run.ts';
import type { CommandBody } from './command.ts';
import { readEarlierRun } from './earlier-run.ts';
import { overridesOf } from './rollout-options.ts';
import { openWorkshop } from './workshop.ts';

/**
 * `vipfarm rollback RUN`: takes back what the run brought to its hosts and took from them, with all that a change has:
 * plan, yes, batches, gates, journal. What the run only repaired stays.
 */
export const run: CommandBody = async (args, surroundings) => {
  const overrides = overridesOf(args);
  const name = textOf(args, 'run') ?? '';
  const earlier = await readEarlierRun(name, args, surroundings);
  const { plan, memory } = earlier;
  const names = plan.pools.map((pool) => pool.name);
  const verb = plan.verb === 'apply' ? 'remove' : 'apply';
  if (memory.unreadable > 0) throw notKnown(name, `vipfarm ${verb} ${names.join(' ')}`);
  const moved = movementOfRun(memory);
  const leftOut = new Set(hostsLeftOut(memory));
  const only = new Set([...moved.keys(), ...leftOut]);
  await using workshop = await openWorkshop('rollback', names, args, surroundings, {
    continues: earlier.id,
    only,
    needed: only,
  });
  const { fleet, pools } = workshop;
  const purpose: Purpose = {
    verb,
    adopt: plan.adopt,
    force: plan.force,
    takesBack: Object.fromEntries(moved),
  };
  return await runChange(
    {
      hosts: workshop.hosts,
      desiredOf: (host) => desiredOf(host, fleet, pools, purpose),
      // What is taken back was there before: that the pool did without it then, it does now.
      assemble: (plans) =>
        assemblePlan(fleet, pools, purpose, plans, { keepInService: 0, ...overrides }, leftOut),
      inDoubt: new Set(hostsInDoubt(memory)),
      leftOut,
    },
    workshop,
    args,
    surroundings,
  );
};

function notKnown(name: string, opposite: string): Problem {
  return new Problem(
    'usage',
    `a part of the journal of run ${name} cannot be read, so what it moved is not known of every host`,
    { wayOut: `first vipfarm resume ${name}, then ${opposite}` },
  );
}
