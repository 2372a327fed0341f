import { quoteCommand } from '../core/quoting.ts';
import { changeOptions } from './change-options.ts';
import type { Arguments, OptionDefinition } from './command.ts';

/**
 * The command to go on with, as it is typed in a shell: with every option that was said to this one and that it takes too.
 * A yes is not among them: whoever goes on has something else before him.
 */
export function nextCommand(
  verb: keyof typeof changeOptions,
  words: readonly string[],
  said: Arguments,
): string {
  const { yes: _yes, ...taken } = changeOptions[verb];
  const options = Object.entries(taken).flatMap(([name, option]) => sayAgain(name, option, said[name]));
  return quoteCommand(['vipfarm', verb, ...words, ...options]);
}

function sayAgain(
  name: string,
  { alias, default: usual }: OptionDefinition,
  value: unknown,
): readonly string[] {
  if (value === undefined || value === false || value === usual) return [];
  const option = alias === undefined ? `--${name}` : `-${alias}`;
  return value === true ? [option] : [option, withoutPassword(String(value))];
}

/** What is printed may be kept; whoever typed the address of a database knows its password. */
function withoutPassword(value: string): string {
  return value.replace(/^(postgres(?:ql)?:\/\/[^/@:]*):[^/@]*@/, '$1:...@');
}
