import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export type Pieces = (stream: 'stdout' | 'stderr', bytes: Uint8Array) => void;

export interface ProgramConnection {
  /** @throws Error: the program broke, or did not answer within the limit (milliseconds, counted from when its turn comes) */
  ask(request: object, limit: number, onPiece: Pieces): Promise<Record<string, unknown>>;
  stop(): Promise<void>;
}

interface Waiting {
  readonly onPiece: Pieces;
  readonly resolve: (answer: Record<string, unknown>) => void;
  readonly reject: (reason: Error) => void;
}

/** The running program: one request at a time, each a line of JSON. */
export function startProgram(path: string): ProgramConnection {
  const child = spawn('dotnet', [path], { stdio: ['pipe', 'pipe', 'pipe'] });
  const waiting = new Map<number, Waiting>();
  let turn: Promise<unknown> = Promise.resolve();
  let last = 0;
  let complaints = '';

  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints += text;
  });
  child.stdin.on('error', () => undefined);
  child.on('error', (error) => failAll(error.message));
  child.on('exit', (code, signal) => failAll(`it ended with ${code ?? signal}: ${complaints}`));
  createInterface({ input: child.stdout }).on('line', (line) => {
    const message = JSON.parse(line) as Record<string, unknown>;
    const one = waiting.get(message['id'] as number);
    if (one === undefined) return;
    if (typeof message['stream'] === 'string') {
      one.onPiece(
        message['stream'] as 'stdout' | 'stderr',
        Buffer.from(message['bytes'] as string, 'base64'),
      );
      return;
    }
    waiting.delete(message['id'] as number);
    if (typeof message['broken'] === 'string') one.reject(new Error(message['broken']));
    else one.resolve(message);
  });

  function failAll(reason: string): void {
    for (const one of waiting.values()) one.reject(new Error(`the PowerShell host broke: ${reason}`));
    waiting.clear();
  }

  function askNow(request: object, limit: number, onPiece: Pieces): Promise<Record<string, unknown>> {
    last += 1;
    const id = last;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => child.kill('SIGKILL'), limit);
      const done = (settle: () => void) => {
        clearTimeout(timer);
        settle();
      };
      waiting.set(id, {
        onPiece,
        resolve: (answer) => done(() => resolve(answer)),
        reject: (reason) => done(() => reject(reason)),
      });
      if (child.exitCode !== null || child.signalCode !== null) failAll(`it has ended: ${complaints}`);
      else child.stdin.write(`${JSON.stringify({ id, ...request })}\n`);
    });
  }

  return {
    ask(request, limit, onPiece) {
      const answer = turn.then(() => askNow(request, limit, onPiece));
      turn = answer.catch(() => undefined);
      return answer;
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.stdin.end();
      const timer = setTimeout(() => child.kill('SIGKILL'), 5000);
      await ended;
      clearTimeout(timer);
    },
  };
}
