import { spawn } from 'node:child_process';

export interface CommandOptions {
  readonly input?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly folder?: string;
  /** Milliseconds after which the command is killed; five minutes by default. */
  readonly limit?: number;
}

export interface CommandResult {
  /** undefined when a signal ended it. */
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command to its end and returns whatever became of it; throws only when it cannot be started. */
export async function runCommand(
  argv: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  const [program = '', ...rest] = argv;
  const child = spawn(program, rest, {
    env: { ...process.env, ...options.environment },
    cwd: options.folder,
    timeout: options.limit ?? 300_000,
    killSignal: 'SIGKILL',
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const answered = Promise.all([collectText(child.stdout), collectText(child.stderr)]);
  const ended = new Promise<number | undefined>(function awaitEnd(resolve, reject) {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? undefined));
  });
  // A command that does not read its input is no failure.
  child.stdin.on('error', () => undefined);
  child.stdin.end(options.input ?? '');
  const code = await ended;
  const [stdout, stderr] = await answered;
  return { code, stdout, stderr };
}

/** Runs a command that has to succeed and returns its standard output. */
export async function mustRun(argv: readonly string[], options: CommandOptions = {}): Promise<string> {
  const result = await runCommand(argv, options);
  if (result.code !== 0) {
    throw new Error(`${argv.join(' ')} ended with ${result.code}: ${result.stderr || result.stdout}`);
  }
  return result.stdout;
}

async function collectText(stream: AsyncIterable<Buffer>): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}
