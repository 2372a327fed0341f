import { execFile } from 'node:child_process';
import { Problem } from '../core/problem.ts';
import { quoteCommand } from '../core/quoting.ts';
import { firstLine } from './file.ts';

const timeLimit = 30_000;

/**
 * The first line that a command prints: `pass show`, `sops -d --extract`, `vault kv get`. It is run without a shell and
 * may ask the operator through /dev/tty itself.
 */
export function secretFromCommand(
  command: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  const [program = '', ...args] = command;
  return new Promise((resolve, reject) => {
    execFile(program, args, { timeout: timeLimit, env: environment }, (error, stdout, stderr) => {
      if (error === null) resolve(firstLine(stdout));
      else reject(unavailable(command, error, stderr));
    });
  });
}

function unavailable(
  command: readonly string[],
  error: Error & { readonly code?: string | number | null; readonly killed?: boolean },
  stderr: string,
): Problem {
  const end = error.killed
    ? `did not end within ${timeLimit / 1000} s`
    : error.code === 'ENOENT'
      ? 'does not exist'
      : `ended with ${error.code}: ${firstLine(stderr.trim())}`;
  return new Problem('secret-unavailable', `the command of a secret ${end} (${quoteCommand(command)})`, {
    wayOut: 'run it by hand as the same user; its first line of output is the secret',
  });
}
