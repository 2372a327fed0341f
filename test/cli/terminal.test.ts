import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { describeWith } from '../describe-with.ts';
import { type SilentHost, startSilentHost } from './silent-host.ts';
import { typeVipfarm } from './terminal.ts';

// The program starts slowly on a loaded machine.
vi.setConfig({ testTimeout: 240_000 });

describeWith(['script'], 'vipfarm at a terminal', () => {
  let folder = '';
  let host: SilentHost;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'vipfarm-terminal-'));
    host = await startSilentHost();
    const hosts = { web1: { address: '127.0.0.1', port: host.port } };
    const pools = { web: { vips: ['192.0.2.100'], members: ['web1'] } };
    writeFileSync(inventory(), JSON.stringify({ version: 1, hosts, pools }));
  });
  afterEach(async () => {
    await host[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });

  const inventory = () => join(folder, 'inventory.yaml');
  const result = () => join(folder, 'result');
  const type = (...words: readonly string[]) =>
    typeVipfarm([...words, '-i', inventory()], result(), { XDG_STATE_HOME: folder, VIPFARM_DATABASE: '' });

  it('shows its progress there while its result goes to a file, and nothing else does', async () => {
    const program = type('facts', 'web', '--output', 'json');
    await Promise.all([program.said('facts  0 of 1 read'), host.reached]);
    host.hangUp();
    expect(await program.ended).toBe(4);
    expect(JSON.parse(readFileSync(result(), 'utf8'))).toMatchObject({ verb: 'facts', exitCode: 4 });
  });
});
