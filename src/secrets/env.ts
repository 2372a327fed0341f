import { Problem } from '../core/problem.ts';

/** The value of a variable of vipfarm's own environment. */
export function secretFromEnvironment(
  name: string,
  environment: Readonly<Record<string, string | undefined>>,
): string {
  const value = environment[name];
  if (value !== undefined) return value;
  throw new Problem('secret-unavailable', `the environment variable ${name} is not set`, {
    wayOut: `set it for this command only, for example: read -rs ${name} && export ${name}`,
  });
}
