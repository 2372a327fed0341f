import { Problem } from '../core/problem.ts';

/** Asks for something that must not be shown; undefined when nobody can be asked. */
export type Ask = (label: string) => Promise<string | undefined>;

/** What the operator types. */
export async function secretFromPrompt(label: string, ask: Ask): Promise<string> {
  const answer = await ask(label);
  if (answer !== undefined) return answer;
  throw new Problem('secret-unavailable', `"${label}" must be typed in, and standard input is no terminal`, {
    wayOut:
      'run it in a terminal, or use { env: NAME }, { file: PATH } or { command: [...] } in the inventory',
  });
}
