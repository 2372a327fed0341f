import type { Plan } from '../core/plan.ts';
import { Problem } from '../core/problem.ts';
import type { RunMemory } from '../core/run-memory.ts';
import type { SeenRun } from '../core/seen-run.ts';
import { livenessOf } from '../store/operator.ts';
import type { Arguments, Surroundings } from './command.ts';
import { lookBackFrom } from './past.ts';

/** A run of the past, as far as it can be finished or taken back. */
export interface EarlierRun {
  readonly id: string;
  readonly plan: Plan;
  readonly memory: RunMemory;
}

/**
 * Reads the plan and the journal of a run, wherever they are.
 * @throws Problem run-unknown, plan-unreadable, or usage when it goes on still or never had a plan
 */
export async function readEarlierRun(
  name: string,
  args: Arguments,
  surroundings: Surroundings,
): Promise<EarlierRun> {
  await using retrospect = await lookBackFrom(args, surroundings);
  const { past } = retrospect;
  const seen = await past.find(name);
  if (seen.state === 'running') throw stillGoingOn(seen);
  if (!seen.recorded && seen.folder === undefined) throw notHere(seen);
  const plan = await past.plan(seen);
  const memory = await past.memory(seen);
  if (plan === undefined || memory === undefined) {
    throw new Problem('usage', `run ${name} has no plan, so it changed nothing`, {
      wayOut: 'begin anew with vipfarm apply or vipfarm remove',
    });
  }
  return { id: seen.id, plan, memory };
}

/** A run without an end lies only in its folder: nobody else can tell what it has done. */
function notHere({ name, owner }: SeenRun): Problem {
  return new Problem(
    'usage',
    `run ${name} came to no end, and how far it got only its folder says, on the machine of ${owner}`,
    {
      wayOut:
        'go on with it there; or look at its hosts with vipfarm verify, and begin anew with vipfarm apply or vipfarm remove',
    },
  );
}

function stillGoingOn(run: SeenRun): Problem {
  const by = run.by === undefined ? '' : `, by ${run.by.owner}, process ${run.by.process}`;
  return new Problem('usage', `run ${run.name} is still going on${by}`, {
    wayOut: `wait for its end, or end it with Ctrl-C there${whenItIsDead(run)}`,
  });
}

/** Of a process that is seen at work there is nothing to be said. */
function whenItIsDead({ by, key, pools }: SeenRun): string {
  if (by === undefined || livenessOf(by) === 'alive') return '';
  if (key === undefined)
    return '; a run that is dead is known as such to the database that it was begun with (--database)';
  const breaks = pools.map((pool) => `vipfarm locks break ${pool} --why TEXT --yes`).join(' and ');
  return `; when it is surely dead, wait until its locks have expired (vipfarm locks list), or ${breaks}`;
}
