import type { Plan } from '../core/plan.ts';
import { Problem } from '../core/problem.ts';
import type { RunMemory } from '../core/run-memory.ts';
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
  if (seen.state === 'running') {
    throw new Problem(
      'usage',
      `run ${name} is still going on${seen.owner === undefined ? '' : `, by ${seen.owner}`}`,
      {
        wayOut: 'wait for its end, or end it with Ctrl-C there',
      },
    );
  }
  const plan = await past.plan(seen);
  const memory = await past.memory(seen);
  if (plan === undefined || memory === undefined) {
    throw new Problem('usage', `run ${name} has no plan, so it changed nothing`, {
      wayOut: 'begin anew with vipfarm apply or vipfarm remove',
    });
  }
  return { id: seen.id, plan, memory };
}
