import { Problem } from '../core/problem.ts';
import type { Arguments, CommandDefinition } from './command.ts';

/**
 * What is given twice reaches us as a list, which would be read as if it had not been given at all.
 * @throws Problem usage that names the option
 */
export function refuseRepeated(args: Arguments, { options }: CommandDefinition): void {
  const repeated = Object.keys(options).find((name) => Array.isArray(args[name]));
  if (repeated === undefined) return;
  throw new Problem('usage', `--${repeated} was given more than once`, { wayOut: 'it takes one value' });
}

/** A text option, or undefined when it was not given. */
export function textOf(args: Arguments, name: string): string | undefined {
  const value = args[name];
  return typeof value === 'string' ? value : undefined;
}

/** A switch; false when it was not given. */
export function isSet(args: Arguments, name: string): boolean {
  return args[name] === true;
}

/** Whether --output json was given. */
export function wantsJson(args: Arguments): boolean {
  return args['output'] === 'json';
}

/** The words of a list positional such as `[pools..]`. */
export function wordsOf(args: Arguments, name: string): readonly string[] {
  const value = args[name];
  return Array.isArray(value) ? value.map(String) : [];
}

/** A whole number of at least `least`. */
export function countOf(args: Arguments, name: string, least: number): number | undefined {
  const value = args[name];
  if (value === undefined) return undefined;
  if (typeof value === 'number' && Number.isInteger(value) && value >= least) return value;
  throw new Problem('usage', `--${name} takes a whole number of at least ${least}`);
}
