import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { makeScratch } from '../servers/scratch.ts';
import { type Client, checks } from './client-checks.ts';
import { type Mutation, mutations } from './mutations.ts';

const project = fileURLToPath(new URL('../../../', import.meta.url));

async function importClient(source: string): Promise<Client> {
  const folder = join(source, 'transports', 'winrm');
  const [transport, protection, seal, framing] = await Promise.all(
    ['transport.ts', 'protection.ts', 'ntlm/ntlm-seal.ts', 'http/framing.ts'].map(
      (file) => import(/* @vite-ignore */ join(folder, file)),
    ),
  );
  return { ...transport, ...protection, ...seal, ...framing };
}

/** The names of the checks that a client does not pass. */
async function failures(client: Client, enough: number): Promise<readonly string[]> {
  const failed: string[] = [];
  for (const [name, check] of Object.entries(checks)) {
    if (failed.length >= enough) break;
    await check(client).catch(() => failed.push(name));
  }
  return failed;
}

/** A copy of the client, with the fault in it if one is given. */
function copyClient(folder: string, mutation?: Mutation): string {
  const source = join(folder, 'src');
  for (const part of ['core', 'transports', 'secrets', 'inventory']) {
    cpSync(join(project, 'src', part), join(source, part), { recursive: true });
  }
  symlinkSync(join(project, 'node_modules'), join(folder, 'node_modules'));
  if (mutation === undefined) return source;
  const { file, from, to } = mutation;
  const path = join(source, 'transports', file);
  const parts = readFileSync(path, 'utf8').split(from);
  expect(parts, `${file} has this once`).toHaveLength(2);
  writeFileSync(path, parts.join(to));
  return source;
}

describe('a fault that is put into the client', () => {
  it('is what the checks look for: they pass without one', async () => {
    using scratch = makeScratch();
    const client = await importClient(copyClient(scratch.folder));
    expect(await failures(client, Number.POSITIVE_INFINITY)).toEqual([]);
  });

  it.each(mutations)('is found: $what', async (mutation) => {
    using scratch = makeScratch();
    const client = await importClient(copyClient(scratch.folder, mutation));
    expect(await failures(client, 1)).not.toEqual([]);
  });
});
