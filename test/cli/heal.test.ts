import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { describeWith } from '../describe-with.ts';
import {
  asMember,
  directorMac,
  laySegment,
  macOf,
  needs,
  type TestSegment,
  vip4,
} from '../verification/network/ground.ts';
import { runVipfarm } from './vipfarm.ts';

// Several starts of the program in one test, and those are slow on a loaded machine.
vi.setConfig({ testTimeout: 240_000 });

describeWith([...needs, 'python3'], 'vipfarm heal', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vipfarm-heal-'));
  const inventory = join(folder, 'inventory.yaml');
  let ground: TestSegment;
  beforeAll(async () => {
    ground = await laySegment({ web11: 11, db: 50 });
    await ground.on('web11', asMember);
    const doors = await Promise.all(['web11', 'db', 'director'].map((name) => ground.door(name)));
    const hosts = doors.map(({ name, port, identityFiles, knownHosts }) => [
      name,
      { address: '127.0.0.1', port, user: 'root', agent: false, identityFile: identityFiles, knownHosts },
    ]);
    const directors = {
      'l4-a': { macs: [directorMac], addresses: ['192.0.2.10'], host: 'director' },
    };
    const web = { vips: [vip4.address], director: 'l4-a', members: ['web11'], witnesses: ['db'] };
    writeFileSync(
      inventory,
      JSON.stringify({ version: 1, hosts: Object.fromEntries(hosts), directors, pools: { web } }),
    );
  }, 120_000);
  afterAll(async () => {
    rmSync(folder, { recursive: true });
    await ground[Symbol.asyncDispose]();
  }, 120_000);

  const heal = (...words: readonly string[]) =>
    runVipfarm(['heal', 'web', '-i', inventory, ...words], { XDG_STATE_HOME: folder, VIPFARM_DATABASE: '' });
  const poison = () =>
    ground.on('db', `ip neigh replace ${vip4.address} lladdr ${macOf(11)} dev eth0 nud stale`);
  const learned = async () =>
    (await ground.on('db', `ip neigh show ${vip4.address}`)).match(/lladdr \S+/)?.[0];

  it('announces nothing without a yes, and mends the neighbour with one', async () => {
    await poison();
    expect(await heal()).toMatchObject({
      code: 64,
      stdout: expect.stringContaining(`poisoned  db leads ${vip4.address} to ${macOf(11)}`),
      stderr: expect.stringContaining('nothing was announced'),
    });
    await poison();
    const healed = await heal('--yes');
    expect(healed.code, healed.stderr).toBe(0);
    expect(await learned()).toBe(`lladdr ${directorMac}`);
    expect(await heal('--yes', '--quiet')).toMatchObject({ code: 0, stderr: '' });
  });

  it('ends with 5 while a member would poison it again, says how that is mended, and leaves all as it is', async () => {
    await ground.on('web11', 'sysctl -qw net.ipv4.conf.all.arp_ignore=0');
    await poison();
    const { code, stdout } = await heal('--yes', '--output', 'json');
    await ground.on('web11', 'sysctl -qw net.ipv4.conf.all.arp_ignore=1');
    expect(code).toBe(5);
    expect(JSON.parse(stdout)).toMatchObject({
      verb: 'heal',
      exitCode: 5,
      pools: [{ before: { wrongClaims: [{ claimant: { kind: 'member', host: 'web11' } }] }, after: null }],
    });
  });
});
