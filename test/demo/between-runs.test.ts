import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type Farm, memberAt, openKernelFarm } from '../../src/demo/farm.ts';
import { type Ended, runVipfarm } from '../cli/vipfarm.ts';
import { describeWith } from '../describe-with.ts';

// Several starts of the program in one test, and those are slow on a loaded machine.
vi.setConfig({ testTimeout: 240_000 });

const first = '192.0.2.110';
const second = '192.0.2.111';

describeWith(['user-namespaces', 'ip', 'sysctl', 'nsenter'], 'between two runs on a real kernel', () => {
  let farm: Farm;
  beforeAll(async () => {
    farm = await openKernelFarm();
  });
  afterAll(async () => farm[Symbol.asyncDispose]());

  it('a VIP that is taken out of the inventory is named, and goes by a pool of its own', async () => {
    await inventory({ web: [first] });
    expect(await vipfarm('apply', 'web', '--yes')).toMatchObject({ code: 0 });
    await inventory({ web: [second] });
    expect(await vipfarm('plan', 'web')).toMatchObject({
      code: 2,
      stdout: expect.stringMatching(/note: vipfarm put 192\.0\.2\.110 here, and no pool of this host has it/),
    });
    expect(await vipfarm('apply', 'web', '--yes')).toMatchObject({ code: 0 });
    expect(await vipfarm('audit', 'web')).toMatchObject({
      code: 2,
      stdout: expect.stringMatching(/drift +web01 +vipfarm put 192\.0\.2\.110 here/),
    });
    await inventory({ web: [second], retired: [first] });
    expect(await vipfarm('remove', 'retired', '--yes')).toMatchObject({ code: 0 });
    await inventory({ web: [second] });
    expect(await vipfarm('audit', 'web')).toMatchObject({ code: 0 });
    const { stdout } = await farm.byHand('web01', 'ip -o -4 addr show dev lo');
    expect(stdout).toContain(`${second}/32`);
    expect(stdout).not.toContain(first);
  });

  it('an audit proposes an apply only where that mends something, and a plan tells the rest', async () => {
    await inventory({ web: [second] }, [8111]);
    expect(await vipfarm('apply', 'web', '--yes')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/note +web01 +nothing listens on tcp port 8111: start the service there/),
    });
    const byHand = 'An apply does not mend web01; its plan tells what does.';
    const audit = await vipfarm('audit', 'web');
    expect(audit).toMatchObject({ code: 2, stdout: expect.stringContaining(byHand) });
    expect(audit.stdout).not.toContain('Mend it');
    await farm.byHand('web01', 'sysctl -q -w net.ipv4.conf.all.arp_ignore=0');
    const { stdout } = await vipfarm('audit', 'web');
    expect(stdout).toContain('Mend it: vipfarm apply web');
    expect(stdout).not.toContain(byHand);
  });

  async function inventory(
    pools: Readonly<Record<string, readonly string[]>>,
    ports: readonly number[] = [],
  ): Promise<void> {
    const services = ports.map((port) => ({ port }));
    const common = { services, members: ['web01'], witnesses: 'none' };
    const { settings } = memberAt('web01', farm.ports);
    const content = {
      version: 1,
      defaults: {
        user: 'root',
        agent: false,
        identityFile: farm.identityFile,
        knownHosts: farm.knownHosts,
      },
      hosts: { web01: settings },
      pools: Object.fromEntries(Object.entries(pools).map(([name, vips]) => [name, { ...common, vips }])),
    };
    await writeFile(file(), JSON.stringify(content));
  }

  function vipfarm(...words: readonly string[]): Promise<Ended> {
    return runVipfarm([...words, '-i', file()], { XDG_STATE_HOME: farm.state, VIPFARM_DATABASE: '' });
  }

  function file(): string {
    return join(farm.folder, 'own-inventory.json');
  }
});
