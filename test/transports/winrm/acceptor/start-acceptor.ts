import { spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A server in whose cryptography none of our code has a part. */
export interface Acceptor extends AsyncDisposable {
  readonly port: number;
  /** What it told so far. */
  readonly told: readonly Told[];
}

export interface Told {
  readonly port?: number;
  /** The name of whoever it let in. */
  readonly accepted?: string;
  readonly rejected?: string;
  readonly asked?: string;
  readonly failed?: string;
}

/** @param tls paths of certificate and key, and what logins are tied to */
export async function startAcceptor(
  scheme: 'ntlm' | 'kerberos',
  environment: Readonly<Record<string, string>>,
  tls: readonly [] | readonly [certificate: string, key: string, binding: string] = [],
): Promise<Acceptor> {
  const program = fileURLToPath(new URL('acceptor.py', import.meta.url));
  const acceptor = spawn('/usr/bin/python3', [program, scheme, ...tls], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...environment },
  });
  const told: Told[] = [];
  const lines = createInterface({ input: acceptor.stdout });
  const ready = new Promise<number>((resolve, reject) => {
    lines.on('line', (line) => {
      const one: Told = JSON.parse(line);
      told.push(one);
      if (one.port !== undefined) resolve(one.port);
    });
    acceptor.once('exit', (code) => reject(new Error(`the acceptor ended with ${code}`)));
  });
  return {
    port: await ready,
    told,
    [Symbol.asyncDispose]: async () => {
      acceptor.kill();
      if (acceptor.exitCode === null && acceptor.signalCode === null) await once(acceptor, 'exit');
    },
  };
}
