import { spawn } from 'node:child_process';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import { Problem } from '../core/problem.ts';
import type { Command } from '../core/quoting.ts';

/** A user of this machine. */
export interface Runner {
  readonly uid: number;
  readonly gid: number;
}

export interface CommandResult {
  /** undefined when a signal ended it. */
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a program on this machine with `input` on its standard input and waits for its end.
 * @throws Problem 'demo-refused' when the program is not there
 */
export async function runCommand(
  command: Command,
  input = '',
  runner: Runner | undefined = undefined,
): Promise<CommandResult> {
  const [program = '', ...words] = command;
  const child = spawn(program, words, { ...runner, env: withSystemTools(process.env), stdio: 'pipe' });
  const ended = new Promise<number | undefined>((resolve, reject) => {
    child.once('error', (cause) => reject(new Problem('demo-refused', cause.message, { cause })));
    child.once('close', (code) => resolve(code ?? undefined));
  });
  // A program that ends without reading its input is no error of ours.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const [exitCode, stdout, stderr] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  return { exitCode, stdout, stderr };
}

/**
 * The same where anything but success means that the farm cannot be made.
 * @throws Problem 'demo-refused'
 */
export async function mustRun(command: Command, input = ''): Promise<string> {
  const { exitCode, stdout, stderr } = await runCommand(command, input);
  if (exitCode === 0) return stdout;
  throw new Problem('demo-refused', `${command.join(' ')}: ${stderr.trim() || `exit code ${exitCode}`}`);
}

/** An ordinary user's PATH often lacks the folders that `ip` and `sysctl` are in. */
export function withSystemTools(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return {
    ...environment,
    PATH: `${environment['PATH'] ?? ''}:/usr/local/sbin:/usr/sbin:/sbin:/usr/bin:/bin`,
  };
}
