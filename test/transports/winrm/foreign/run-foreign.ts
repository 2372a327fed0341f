import { spawn } from 'node:child_process';
import process from 'node:process';

export interface ForeignRun {
  readonly input?: string;
  /** Beside the search path and the home folder: what is set for this process must not steer a foreign client. */
  readonly environment?: Readonly<Record<string, string>>;
}

/**
 * What a program printed.
 * @throws Error: it ended with another code than 0; with what it wrote
 */
export function runForeign(program: string, words: readonly string[], run: ForeignRun = {}): Promise<string> {
  const child = spawn(program, words, {
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: process.env['HOME'] ?? '/',
      ...run.environment,
    },
    stdio: 'pipe',
  });
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on('data', (chunk) => stdout.push(chunk));
  child.stderr.on('data', (chunk) => stderr.push(chunk));
  // A program that ends early closes its standard input.
  child.stdin.on('error', () => undefined);
  child.stdin.end(run.input ?? '');
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(Buffer.concat(stdout).toString('utf8'));
      else
        reject(
          new Error(
            `${program} ended with ${code}: ${Buffer.concat([...stdout, ...stderr]).toString('utf8')}`,
          ),
        );
    });
  });
}
