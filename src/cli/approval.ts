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
  const hosts = changes === 1 ? 'this host' : `these ${changes} hosts`;
  const answer = await askLine(`Change ${hosts}? Type yes: `, { stdin, stderr, signal });
  return answer.trim().toLowerCase() === 'yes' ? 'operator' : undefined;
}

/** Asks before each further batch. Anything but yes stops the run there. */
export function askForBatch(
  surroundings: Surroundings,
): (batch: number, of: number, signal: AbortSignal) => Promise<boolean> {
  return async (batch, of, signal) => {
    const { stdin, stderr } = surroundings;
    const answer = await askLine(`Begin batch ${batch} of ${of}? Type yes: `, {
      stdin,
      stderr,
      signal,
    }).catch(() => 'interrupted');
    return answer.trim().toLowerCase() === 'yes';
  };
}

/** What the operator types; nothing at the end of input. @throws Problem interrupted */
export async function askLine(
  question: string,
  { stdin, stderr, signal }: Pick<Surroundings, 'stdin' | 'stderr' | 'signal'>,
): Promise<string> {
  const terminal = createInterface({ input: stdin, output: stderr });
  const ended = new Promise<string>((resolve) => terminal.once('close', () => resolve('')));
  try {
    return await Promise.race([terminal.question(question, { signal }), ended]);
  } catch (cause) {
    throw new Problem('interrupted', 'interrupted at the question; nothing was changed', { cause });
  } finally {
    terminal.close();
  }
}
