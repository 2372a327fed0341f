import { z } from 'zod';
import type { Farm } from './farm.ts';

const Check = z.object({ id: z.string(), found: z.string(), verdict: z.string() });

const Answer = z.object({
  run: z.string(),
  exitCode: z.number(),
  /** Of plan, apply and remove. */
  results: z
    .array(z.object({ host: z.string(), outcome: z.string(), reason: z.string().nullish() }))
    .default([]),
  /** Of verify and audit. */
  hosts: z.array(z.object({ host: z.string(), state: z.string(), checks: z.array(Check) })).default([]),
});

export type Answer = z.output<typeof Answer>;
export type HostAnswer = Answer['hosts'][number];

/** Runs a verb of vipfarm in the lab with `--output json`, without questions, and returns what it says of every host. */
export async function askVipfarm(farm: Farm, inventory: string, argv: readonly string[]): Promise<Answer> {
  const { code, stdout, stderr } = await farm.vipfarm([...argv, '-i', inventory, '--output', 'json']);
  if (!stdout.startsWith('{'))
    throw new Error(`vipfarm ${argv.join(' ')} ended with ${code}: ${stdout}${stderr}`);
  return Answer.parse(JSON.parse(stdout));
}

/** Host name to outcome, for apply and remove. */
export function outcomesOf(answer: Answer): ReadonlyMap<string, string> {
  return new Map(answer.results.map(({ host, outcome }) => [host, outcome]));
}

/** `host: reason` of each host that has one. */
export function reasonsOf(answer: Answer): string {
  return answer.results
    .flatMap(({ host, reason }) => (typeof reason === 'string' ? [`${host}: ${reason}`] : []))
    .join('\n');
}

/** Host name to state, for verify and audit. */
export function statesOf(answer: Answer): ReadonlyMap<string, string> {
  return new Map(answer.hosts.map(({ host, state }) => [host, state]));
}

/** `id: what was found` of each check that is neither ok nor a mere notice. */
export function faultsOf(host: HostAnswer): readonly string[] {
  const faults = host.checks.filter(({ verdict }) => verdict !== 'ok' && verdict !== 'notice');
  return faults.map(({ id, found }) => `${id}: ${found}`);
}
