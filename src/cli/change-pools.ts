import type { ExitCode } from '../core/outcome.ts';
import { desiredOf, type Purpose } from '../planning/desired.ts';
import { assemblePlan } from '../planning/plan.ts';
import { isSet, wordsOf } from './arguments.ts';
import { runChange } from './change-run.ts';
import type { Arguments, Surroundings } from './command.ts';
import { overridesOf } from './rollout-options.ts';
import { readSavedPlan } from './saved-plan.ts';
import { openWorkshop } from './workshop.ts';

/** `vipfarm apply` and `vipfarm remove`: pools, or a plan that was saved. */
export async function changePools(
  verb: Purpose['verb'],
  args: Arguments,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const saved = await readSavedPlan(verb, args);
  const overrides = saved?.overrides ?? overridesOf(args);
  const names = saved?.pools.map((pool) => pool.name) ?? wordsOf(args, 'pools');
  const purpose = saved ?? { verb, adopt: isSet(args, 'adopt'), force: isSet(args, 'force') };
  await using workshop = await openWorkshop(verb, names, args, surroundings, {
    ...(saved === undefined ? {} : { only: new Set(saved.hosts.map(({ host }) => host)) }),
  });
  const { fleet, pools } = workshop;
  return await runChange(
    {
      hosts: workshop.hosts,
      desiredOf: (host) => desiredOf(host, fleet, pools, purpose),
      assemble: (plans) => assemblePlan(fleet, pools, purpose, plans, overrides),
      ...(saved === undefined ? {} : { saved }),
    },
    workshop,
    args,
    surroundings,
  );
}
