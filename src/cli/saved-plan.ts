import { readFile } from 'node:fs/promises';
import type { Plan } from '../core/plan.ts';
import { Problem } from '../core/problem.ts';
import { readPlan } from '../planning/read-plan.ts';
import { findStaleness } from '../planning/stale.ts';

/**
 * The plan that `apply FILE` names; undefined when the words are pools. A pool's name has neither dot nor slash.
 * @throws Problem plan-unreadable, or usage when it is a plan for another verb
 */
export async function readSavedPlan(verb: Plan['verb'], words: readonly string[]): Promise<Plan | undefined> {
  const file = words.find((word) => /[./]/.test(word));
  if (file === undefined) return undefined;
  if (words.length > 1) throw new Problem('usage', 'a plan file names its pools itself; give it alone');
  const plan = readPlan(await readText(file), file);
  if (plan.verb === verb) return plan;
  throw new Problem('usage', `${file} is a plan for ${plan.verb}, not for ${verb}`, {
    wayOut: `vipfarm ${plan.verb} ${file}`,
  });
}

/** @throws Problem plan-stale with every reason */
export function refuseStale(saved: Plan, fresh: Plan): void {
  const reasons = findStaleness(saved, fresh);
  if (reasons.length === 0) return;
  throw new Problem(
    'plan-stale',
    `the plan does not hold any more, nothing was changed:\n  ${reasons.join('\n  ')}`,
    {
      wayOut: 'make a new one with vipfarm plan --out FILE, and read it',
    },
  );
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new Problem('plan-unreadable', `${file} cannot be read: ${String(cause)}`, {
      wayOut: 'name a pool of the inventory, or a file that vipfarm plan --out has written',
      cause,
    });
  }
}
