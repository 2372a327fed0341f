import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { makeScratch } from '../../servers/scratch.ts';
import type { User, WinrmDouble } from '../double/winrm-double.ts';
import { runForeign } from './run-foreign.ts';

const run = promisify(execFile);
const sources = fileURLToPath(new URL('dotnet', import.meta.url));

export interface DotnetOrder {
  /** `http`: HttpClient logs in with SPNEGO by itself; `NTLM`, `Negotiate`: every message is sealed. */
  readonly login: 'http' | 'NTLM' | 'Negotiate';
  readonly user: User;
  /** Envelopes with `{message}`, `{shell}` and `{command}` in place of the ids. A Receive is repeated until the end. */
  readonly requests: readonly string[];
}

export interface DotnetAnswer {
  readonly status: number;
  readonly body: string;
}

/** Asks the double by .NET: its own NTLM, SPNEGO, channel binding and sealing. It needs `dotnet`. */
export async function runDotnet(
  double: Pick<WinrmDouble, 'url' | 'certificate'>,
  order: DotnetOrder,
): Promise<readonly DotnetAnswer[]> {
  using scratch = makeScratch();
  writeFileSync(join(scratch.folder, 'libgssapi_krb5.so.2'), '');
  const printed = await runForeign('dotnet', [await buildClient()], {
    input: JSON.stringify({
      url: double.url,
      certificate: double.certificate?.pem ?? '',
      login: order.login,
      user: order.user.name,
      password: order.user.password,
      requests: order.requests,
    }),
    // Where .NET finds a library of Kerberos, it gives up SPNEGO when there is no realm, and does not come to NTLM.
    environment: { DOTNET_CLI_TELEMETRY_OPTOUT: '1', DOTNET_NOLOGO: '1', LD_LIBRARY_PATH: scratch.folder },
  });
  return JSON.parse(printed);
}

/** Built once for these sources, in the user's cache; a build that another process finished first is as good. */
async function buildClient(): Promise<string> {
  const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'vipfarm');
  const home = join(cache, `foreign-client-${await digestSources()}`);
  const program = join(home, 'foreign-client.dll');
  if (existsSync(program)) return program;
  using scratch = makeScratch();
  const work = join(scratch.folder, 'client');
  await cp(sources, work, { recursive: true });
  await mkdir(cache, { recursive: true });
  const out = `${home}.${process.pid}`;
  try {
    await run('dotnet', ['build', work, '-c', 'Release', '-o', out, '--nologo', '-v', 'quiet']);
    await rename(out, home);
  } catch (error) {
    await rm(out, { recursive: true, force: true });
    if (!existsSync(program)) throw error;
  }
  return program;
}

async function digestSources(): Promise<string> {
  const digest = createHash('sha256');
  for (const name of (await readdir(sources)).toSorted()) {
    digest.update(`${name}\0`).update(await readFile(join(sources, name)));
  }
  return digest.digest('hex').slice(0, 16);
}
