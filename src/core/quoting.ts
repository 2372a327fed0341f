/** A command as its arguments; it becomes text only here, so that no value is ever taken for syntax. */
export type Command = readonly string[];

/** Words that every POSIX shell takes literally. `=`, `~` and a leading `-` are quoted or harmless by position. */
const plainWord = /^[A-Za-z0-9_@%+:,./-]+$/;

/**
 * One argument as a word of any POSIX shell (dash, bash, busybox, ksh93, mksh; property-tested against each).
 * NUL cannot be passed to a program at all and is refused.
 */
export function quoteWord(argument: string): string {
  if (argument.includes('\0')) throw new RangeError('an argument of a command cannot contain NUL');
  if (plainWord.test(argument)) return argument;
  return `'${argument.replaceAll("'", `'\\''`)}'`;
}

/** A command line for a POSIX shell. */
export function quoteCommand(command: Command): string {
  return command.map(quoteWord).join(' ');
}

/** One argument as a literal of PowerShell, which takes four other characters for a quote as well. */
export function quotePowershell(argument: string): string {
  if (argument.includes('\0')) throw new RangeError('an argument of a command cannot contain NUL');
  return `'${argument.replaceAll(/['\u2018-\u201b]/g, '$&$&')}'`;
}
