import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plan } from '../core/plan.ts';
import { Problem } from '../core/problem.ts';
import type { RunMemory } from '../core/run-memory.ts';
import type { SeenRun } from '../core/seen-run.ts';
import { rememberRun } from '../store/read-journal.ts';
import type { Store } from '../store/store.ts';
import type { Arguments, Surroundings } from './command.ts';
import { lookBackFrom } from './past.ts';

/** A run of the past, as far as it can be finished or taken back. */
export interface EarlierRun {
  readonly id: string;
  readonly plan: Plan;
  readonly memory: RunMemory;
}

/**
 * Reads the plan and the journal of a run from its folder, or from the store when it was made elsewhere.
 * @throws Problem run-unknown, or usage when it goes on still or never had a plan
 */
export async function readEarlierRun(
  name: string,
  args: Arguments,
  surroundings: Surroundings,
): Promise<EarlierRun> {
  await using retrospect = await lookBackFrom(args, surroundings);
  const seen = await retrospect.past.find(name);
  if (seen.state === 'running') {
    throw new Problem(
      'usage',
      `run ${name} is still going on${seen.owner === undefined ? '' : `, by ${seen.owner}`}`,
      {
        wayOut: 'wait for its end, or end it with Ctrl-C there',
      },
    );
  }
  const plan = await fileOf(seen, 'plan.json', retrospect.store);
  const journal = await fileOf(seen, 'journal.jsonl', retrospect.store);
  if (plan === undefined || journal === undefined) {
    throw new Problem('usage', `run ${name} has no plan, so it changed nothing`, {
      wayOut: 'begin anew with vipfarm apply or vipfarm remove',
    });
  }
  return { id: seen.id, plan: JSON.parse(plan) as Plan, memory: rememberRun(journal) };
}

async function fileOf(
  { folder, key }: SeenRun,
  file: 'plan.json' | 'journal.jsonl',
  store: Store | undefined,
): Promise<string | undefined> {
  if (folder !== undefined) return await readFile(join(folder, file), 'utf8').catch(() => undefined);
  if (key === undefined || store === undefined) return undefined;
  return await (file === 'plan.json' ? store.history.plan(key) : store.history.journal(key));
}
