import { readFile } from 'node:fs/promises';
import type { Plan } from '../core/plan.ts';
import { Problem } from '../core/problem.ts';
import { readPlan } from '../planning/read-plan.ts';
import { findStaleness } from '../planning/stale.ts';
import { wordsOf } from './arguments.ts';
import type { Arguments } from './command.ts';
import { overrideOptions } from './rollout-options.ts';

/**
 * The plan that `apply FILE` names; undefined when the words are pools.
 * @throws Problem plan-unreadable, or usage when it is a plan for another verb, or is to be another one
 */
export async function readSavedPlan(verb: Plan['verb'], args: Arguments): Promise<Plan | undefined> {
  const words = wordsOf(args, 'pools');
  const file = words.find(isFile);
  if (file === undefined) return undefined;
  if (words.length > 1) throw new Problem('usage', 'a plan file names its pools itself; give it alone');
  refuseOtherwise(file, args);
  const plan = readPlan(await readText(file), file);
  if (plan.verb === verb) return plan;
  throw new Problem('usage', `${file} is a plan for ${plan.verb}, not for ${verb}`, {
    wayOut: `vipfarm ${plan.verb} ${file}`,
  });
}

/** A pool's name has neither dot nor slash. */
function isFile(word: string): boolean {
  return /[./]/.test(word);
}

/** How the file of a plan is named to `apply` and `remove`, which take a plain word for a pool. */
export function planFileWord(file: string): string {
  return isFile(file) ? file : `./${file}`;
}

/** What a plan says itself. */
const heldOptions = [...Object.keys(overrideOptions), 'adopt', 'force'];

/** What is left to be said to whoever carries out a plan that was made with these: its hosts are its own as well. */
export function besidePlan(args: Arguments): Arguments {
  const held = [...heldOptions, 'limit'];
  return Object.fromEntries(Object.entries(args).filter(([name]) => !held.includes(name)));
}

function refuseOtherwise(file: string, args: Arguments): void {
  const said = heldOptions
    .filter((name) => args[name] !== undefined && args[name] !== false)
    .map((name) => `--${name}`);
  if (said.length === 0) return;
  throw new Problem('usage', `${file} is carried out as it was planned, without ${said.join(', ')}`, {
    wayOut: 'say it when the plan is made: vipfarm plan --out FILE',
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
