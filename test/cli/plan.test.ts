import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type RecordedHost, startRecordedHost } from './recorded-host.ts';
import { runVipfarm } from './vipfarm.ts';

// Several starts of the program in one test, and those are slow on a loaded machine.
vi.setConfig({ testTimeout: 240_000 });

describe('vipfarm plan', () => {
  let folder = '';
  let host: RecordedHost;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'vipfarm-plan-'));
    host = await startRecordedHost(folder, 'linux/ifupdown-before.yaml');
    const unknown = { ...host.settings, knownHosts: join(folder, 'later') };
    const hosts = { web1: host.settings, web2: unknown };
    const pools = { web: { vips: ['192.0.2.100'], members: ['web[1-2]'] } };
    writeFileSync(inventory(), JSON.stringify({ version: 1, hosts, pools }));
  });
  afterEach(async () => {
    await host[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });

  const inventory = () => join(folder, 'inventory.yaml');
  const vipfarm = (...words: readonly string[]) =>
    runVipfarm([...words, '-i', inventory()], { XDG_STATE_HOME: folder, VIPFARM_DATABASE: '' });

  it('names the command that does what it shows, and no more', async () => {
    expect(await vipfarm('plan', 'web', '--limit', 'not web2', '--max-fail', '1')).toMatchObject({
      code: 2,
      stdout: expect.stringContaining(
        `To do this: vipfarm apply web -i ${inventory()} --limit 'not web2' --max-fail 1\n`,
      ),
    });
    expect((await vipfarm('audit', 'web', '--limit', 'web1')).stdout).toContain(
      `Mend it: vipfarm apply web -i ${inventory()} --limit web1\n`,
    );
  });

  it('is refused later when a host that could not be reached would be changed by then', async () => {
    const file = join(folder, 'tonight.plan');
    expect(await vipfarm('plan', 'web', '--out', file)).toMatchObject({
      code: 4,
      stdout: expect.stringContaining(`To do this: vipfarm apply ${file} -i ${inventory()}\n`),
    });
    copyFileSync(join(folder, 'known_hosts'), join(folder, 'later'));
    expect(await vipfarm('apply', file)).toMatchObject({
      code: 7,
      stdout: '',
      stderr: expect.stringContaining("would be changed now; --limit 'not web2' leaves it out\n"),
    });
  });
});
