import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeScratch } from '../../servers/scratch.ts';
import type { User, WinrmDouble } from '../double/winrm-double.ts';
import { legacyDigests } from './legacy-digests.ts';
import { runForeign } from './run-foreign.ts';

export interface PywinrmOrder {
  readonly transport: 'basic' | 'ntlm';
  readonly user: User;
  /** Command lines, run one after the other in one shell. */
  readonly commands: readonly string[];
  /** Seconds; default 20. */
  readonly operationTimeout?: number;
}

/** What the commands gave, or what pywinrm raised. */
export type PywinrmAnswer =
  | { readonly kind: 'results'; readonly results: readonly ForeignResult[] }
  | { readonly kind: 'error'; readonly error: string; readonly text: string };

export interface ForeignResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

/** Runs Debian's pywinrm against the double. It needs `pywinrm`. */
export async function runPywinrm(double: WinrmDouble, order: PywinrmOrder): Promise<PywinrmAnswer> {
  using scratch = makeScratch();
  const certificate = double.certificate === undefined ? '' : join(scratch.folder, 'ca.pem');
  if (double.certificate !== undefined) writeFileSync(certificate, double.certificate.pem);
  const openssl = join(scratch.folder, 'openssl.cnf');
  writeFileSync(openssl, legacyDigests);
  const answer: Answer = JSON.parse(
    await runForeign('/usr/bin/python3', [fileURLToPath(new URL('pywinrm.py', import.meta.url))], {
      environment: { OPENSSL_CONF: openssl },
      input: JSON.stringify({
        url: double.url,
        transport: order.transport,
        user: order.user.name,
        password: order.user.password,
        certificate,
        operationTimeout: order.operationTimeout ?? 20,
        commands: order.commands.map((line) => {
          const [name, ...words] = line.split(' ');
          return { name, words };
        }),
      }),
    }),
  );
  if ('error' in answer) return { kind: 'error', ...answer };
  const results = answer.results.map(({ stdout, stderr, exitCode }) => ({
    stdout: Buffer.from(stdout, 'base64').toString('utf8'),
    stderr: Buffer.from(stderr, 'base64').toString('utf8'),
    exitCode,
  }));
  return { kind: 'results', results };
}

type Answer =
  | { readonly results: readonly ForeignResult[] }
  | { readonly error: string; readonly text: string };
