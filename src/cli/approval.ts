import { createInterface } from 'node:readline/promises';
import type { Plan } from '../core/plan.ts';
import { Problem } from '../core/problem.ts';
import type { ApprovedPlan } from '../planning/plan.ts';
import { isSet } from './arguments.ts';
import type { Arguments, Surroundings } from './command.ts';

/**
 * Who said yes to a plan; undefined when the operator said no. A plan that changes nothing, and a saved one that was
 * named, need no question.
 * @throws Problem usage when there is nobody to ask
 */
export async function approval(
  plan: Plan,
  isSaved: boolean,
  args: Arguments,
  { stdin, stderr, signal }: Surroundings,
): Promise<ApprovedPlan['by'] | undefined> {
  const changes = plan.hosts.filter((host) => host.kind === 'change').length;
  if (isSet(args, 'yes')) return 'yes-option';
  if (changes === 0 || isSaved) return 'operator';
  if (!stdin.isTTY) {
    throw new Problem('usage', 'standard input is no terminal, so nobody can be asked; nothing was changed', {
      wayOut: 'use --yes, or save the plan with vipfarm plan --out FILE and apply that',
    });
  }
  const terminal = createInterface({ input: stdin, output: stderr });
  try {
    const hosts = changes === 1 ? 'this host' : `these ${changes} hosts`;
    const answer = await terminal.question(`Change ${hosts}? Type yes: `, { signal });
    return answer.trim().toLowerCase() === 'yes' ? 'operator' : undefined;
  } finally {
    terminal.close();
  }
}
