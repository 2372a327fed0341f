import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type Farm, memberAt, openKernelFarm } from '../../src/demo/farm.ts';
import type { ArpSurvey } from '../../src/demo/survey.ts';
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

  it.each([
    ['web01', `ip addr add ${first}/30 dev lo`, `ip addr del ${first}/30 dev lo`],
    [
      'web02',
      `ip link add br0 type bridge && ip addr add ${first}/32 dev br0`,
      `ip addr del ${first}/32 dev br0`,
    ],
  ])('no removal makes %s answer ARP, where somebody has done "%s"', async (host, accident, mending) => {
    await inventory(host, { web: [first] });
    expect(await vipfarm('apply', 'web', '--yes')).toMatchObject({ code: 0 });
    await farm.byHand(host, `ip addr del ${first}/32 dev lo && ${accident}`);
    await using survey = await farm.survey([first]);
    const refused = await vipfarm('remove', 'web', '--yes');
    expect(refused.code).not.toBe(0);
    expect(refused.stdout).toContain(mending);
    expect(await repliesTo(20, survey)).toEqual([]);
    await farm.byHand(host, mending);
    expect(await vipfarm('remove', 'web', '--yes')).toMatchObject({ code: 0 });
  });

  it('a VIP that is taken out of the inventory is named, and goes by a pool of its own', async () => {
    await inventory('web03', { web: [first] });
    expect(await vipfarm('apply', 'web', '--yes')).toMatchObject({ code: 0 });
    await inventory('web03', { web: [second] });
    expect(await vipfarm('plan', 'web')).toMatchObject({
      code: 2,
      stdout: expect.stringMatching(/note: vipfarm put 192\.0\.2\.110 here, and no pool of this host has it/),
    });
    expect(await vipfarm('apply', 'web', '--yes')).toMatchObject({ code: 0 });
    expect(await vipfarm('audit', 'web')).toMatchObject({
      code: 2,
      stdout: expect.stringMatching(/drift +web03 +vipfarm put 192\.0\.2\.110 here/),
    });
    await inventory('web03', { web: [second], retired: [first] });
    expect(await vipfarm('remove', 'retired', '--yes')).toMatchObject({ code: 0 });
    await inventory('web03', { web: [second] });
    expect(await vipfarm('audit', 'web')).toMatchObject({ code: 0 });
    const { stdout } = await farm.byHand('web03', 'ip -o -4 addr show dev lo');
    expect(stdout).toContain(`${second}/32`);
    expect(stdout).not.toContain(first);
  });

  it('an audit proposes an apply only where that mends something, and a plan tells the rest', async () => {
    await inventory('web04', { web: [first] }, [8111]);
    expect(await vipfarm('apply', 'web', '--yes')).toMatchObject({ code: 0 });
    expect(await vipfarm('apply', 'web', '--yes')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/note +web04 +nothing listens on tcp port 8111: start the service there/),
    });
    const byHand = 'An apply does not mend web04; its plan tells what does.';
    const audit = await vipfarm('audit', 'web');
    expect(audit).toMatchObject({ code: 2, stdout: expect.stringContaining(byHand) });
    expect(audit.stdout).not.toContain('Mend it');
    await farm.byHand('web04', 'sysctl -q -w net.ipv4.conf.all.arp_ignore=0');
    const { stdout } = await vipfarm('audit', 'web');
    expect(stdout).toContain('Mend it: vipfarm apply web');
    expect(stdout).not.toContain(byHand);
  });

  /** Pools of one member each, all of the same one. */
  async function inventory(
    member: string,
    pools: Readonly<Record<string, readonly string[]>>,
    ports: readonly number[] = [],
  ): Promise<void> {
    const { settings } = memberAt(member, farm.ports);
    const { identityFile, knownHosts } = farm;
    const common = { services: ports.map((port) => ({ port })), members: [member], witnesses: 'none' };
    const content = {
      version: 1,
      defaults: { user: 'root', agent: false, identityFile, knownHosts },
      hosts: { [member]: settings },
      pools: Object.fromEntries(
        Object.entries(pools).map(([name, vips]) => [name, { ...common, vips }] as const),
      ),
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

/** Whose MACs have answered since the survey began, once it has asked so often since now. */
async function repliesTo(requests: number, survey: ArpSurvey): Promise<readonly string[]> {
  const repliers = new Set((await survey.tally()).get(first)?.replies.keys());
  for (let asked = 0; asked < requests; ) {
    const tally = (await survey.tally()).get(first);
    asked += tally?.requests ?? 0;
    for (const mac of tally?.replies.keys() ?? []) repliers.add(mac);
  }
  return [...repliers];
}
