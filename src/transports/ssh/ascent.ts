import { type Command, quoteCommand } from '../../core/quoting.ts';
import type { BecomeMethod, Host } from '../../inventory/fleet.ts';

/** How a script gets to run as root: what the login shell is told, and what is said before the script is sent. */
export interface Ascent {
  /** For the login shell, whichever that is: plain words and single quotes only. */
  readonly line: string;
  /** Some programs read a password only from a terminal; there, standard error comes back within standard output. */
  readonly terminal: boolean;
  /** The shell that will run the script prints this line first: the proof that it was reached. */
  readonly mark: string | undefined;
  /** The text that asks for the password; undefined where it cannot be chosen, and whatever stays on the line does. */
  readonly prompt: string | undefined;
  /** What is sent when the mark has come, or at once when `sendAtOnce`. */
  readonly body: string;
  readonly sendAtOnce: boolean;
}

/**
 * The way of this host's settings. `nonce` must be unguessable text without quotes: it tells marks and prompts from
 * anything that a host might print by itself.
 */
export function planAscent(host: Host, script: string, asRoot: boolean, nonce: string): Ascent {
  if (!asRoot || host.become === 'none' || host.user === 'root') return direct(script);
  const mark = `vipfarm-${nonce}`;
  const withPassword = host.becomePassword !== undefined;
  switch (host.become) {
    case 'sudo':
    case 'dzdo':
      return withPassword ? asking(host.become, mark, script) : unasked([host.become, '-n'], mark, script);
    case 'doas':
      return withPassword ? onTerminal(['doas'], mark, script) : unasked(['doas', '-n'], mark, script);
    case 'pfexec':
      return unasked(['pfexec'], mark, script);
    case 'su':
      return onTerminal(['su', 'root', '-c'], mark, script);
  }
}

/** The name of the way for people, or undefined when nothing has to be done. */
export function ascentTitle(host: Host): Exclude<BecomeMethod, 'none'> | undefined {
  return host.become === 'none' || host.user === 'root' ? undefined : host.become;
}

function direct(script: string): Ascent {
  return {
    line: byGoodShell((shell) => ['exec', shell, '-s']),
    terminal: false,
    mark: undefined,
    prompt: undefined,
    body: script,
    sendAtOnce: true,
  };
}

/** It will not ask, so the script follows at once, and begins by printing the mark. */
function unasked(means: readonly string[], mark: string, script: string): Ascent {
  return {
    line: byGoodShell((shell) => ['exec', ...means, shell, '-s']),
    terminal: false,
    mark,
    prompt: undefined,
    body: `echo ${mark} >&2; ${script}`,
    sendAtOnce: true,
  };
}

/**
 * It may ask, or it may not (NOPASSWD, a fresh timestamp), and a password sent unasked would be run as a command.
 * So nothing is sent before either the prompt or the mark has come.
 */
function asking(program: 'sudo' | 'dzdo', mark: string, script: string): Ascent {
  const prompt = `${mark}-password:`;
  const inner = `echo ${concealed(mark)} >&2; ${byGoodShell((shell) => ['exec', shell, '-s'])}`;
  return {
    line: quoteCommand(['exec', program, '-S', '-p', prompt, '/bin/sh', '-c', inner]),
    terminal: false,
    mark,
    prompt,
    body: script,
    sendAtOnce: false,
  };
}

/**
 * A terminal has no end of input and one stream of output only. So the shell takes the script by its length, and
 * what went to standard error follows the output after a second mark.
 */
function onTerminal(means: readonly string[], mark: string, script: string): Ascent {
  const program = [
    'stty raw -echo',
    `echo ${concealed(mark)}`,
    `script=$(dd bs=1 count=${Buffer.byteLength(script)} 2>/dev/null; echo .)`,
    'exec 3>&1',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the shell that puts something in here
    'errors=$(eval "${script%.}" </dev/null 2>&1 1>&3 3>&-)',
    'code=$?',
    `printf %s ${concealed(errorsMark(mark))}"$errors"`,
    'exit $code',
  ].join('; ');
  const line =
    means[0] === 'su'
      ? quoteCommand(['exec', ...means, byGoodShell((shell) => ['exec', shell, '-c', program])])
      : byGoodShell((shell) => ['exec', ...means, shell, '-c', program]);
  return {
    line,
    terminal: true,
    mark,
    prompt: undefined,
    body: script,
    sendAtOnce: false,
  };
}

/** On Solaris 10, /bin/sh is from before POSIX, and this one is not; no other system has it. */
const newerShell = '/usr/xpg4/bin/sh';

/** A line for any login shell, csh and fish included. Where `test` is a built-in, looking costs no process. */
function byGoodShell(command: (shell: string) => Command): string {
  return `test -x ${newerShell} && ${quoteCommand(command(newerShell))} || ${quoteCommand(command('/bin/sh'))}`;
}

/** What separates output from errors in the answer of a terminal. */
export function errorsMark(mark: string): string {
  return `${mark}-errors:`;
}

/** The same word for a shell, but another text: sudo quotes the command in its refusals, and that is no proof. */
function concealed(mark: string): string {
  return `${mark.slice(0, 4)}""${mark.slice(4)}`;
}
