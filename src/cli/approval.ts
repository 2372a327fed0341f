import { createInterface } from 'node:readline/promises';
import { isatty } from 'node:tty';
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
  surroundings: Surroundings,
): Promise<ApprovedPlan['by'] | undefined> {
  const changes = plan.hosts.filter((host) => host.kind === 'change').length;
  if (isSet(args, 'yes')) return 'yes-option';
  if (changes === 0 || isSaved) return 'operator';
  if (!surroundings.stdin.isTTY) {
    throw new Problem('usage', 'standard input is no terminal, so nobody can be asked; nothing was changed', {
      wayOut: 'use --yes, or save the plan with vipfarm plan --out FILE and apply that',
    });
  }
  const hosts = changes === 1 ? 'this host' : `these ${changes} hosts`;
  const answer = await askLine(`Change ${hosts}? Type yes: `, surroundings);
  return answer.trim().toLowerCase() === 'yes' ? 'operator' : undefined;
}

/** Asks before each further batch. Anything but yes stops the run there. */
export function askForBatch(
  surroundings: Surroundings,
): (batch: number, of: number, signal: AbortSignal) => Promise<boolean> {
  return async (batch, of, signal) => {
    const question = `Begin batch ${batch} of ${of}? Type yes: `;
    const answer = await askLine(question, { ...surroundings, signal }).catch(() => 'interrupted');
    return answer.trim().toLowerCase() === 'yes';
  };
}

/** What the operator types; nothing at the end of input. @throws Problem interrupted */
export async function askLine(
  question: string,
  { stdin, stderr, signal, interrupt }: Surroundings,
): Promise<string> {
  const terminal = createInterface({ input: stdin, output: stderr });
  const ended = new Promise<string>((resolve) => {
    terminal.once('close', () => {
      // Who has gone has not said no.
      if (!isatty(stdin.fd)) interrupt('the terminal is lost');
      resolve('');
    });
  });
  // One that is gone cannot leave raw mode; that its input has ended is enough.
  terminal.on('error', () => undefined);
  // While a line is edited, Ctrl-C is a key and no signal.
  terminal.once('SIGINT', () => interrupt('interrupted by Ctrl-C'));
  try {
    return await Promise.race([terminal.question(question, { signal }), ended]);
  } catch (cause) {
    stderr.write('\n');
    throw new Problem('interrupted', 'interrupted at the question; nothing was changed', { cause });
  } finally {
    terminal.close();
  }
}
