import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { describeWith } from '../describe-with.ts';
import { type Farm, startFarm } from './farm.ts';
import { LAB_NEEDS } from './needs.ts';
import { askVipfarm, outcomesOf } from './vipfarm-answer.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 900_000 });

const VIP = '192.0.2.100';
const OTHER = '198.51.100.7/32';
const NAMES = ['own', 'alias', 'file'];

/** lo in netplan, by this name. */
function inNetplan(name: string): string {
  const lines = `network:\\n  version: 2\\n  ethernets:\\n    ${name}:\\n      match: { name: lo }\\n      addresses: [${OTHER}]\\n`;
  return `printf '${lines}' >/etc/netplan/50-lo.yaml && chmod 600 /etc/netplan/50-lo.yaml`;
}

// Each test goes on from the one before.
describeWith(LAB_NEEDS, 'a VIP on hosts of netplan where others have an address on lo', () => {
  let farm: Farm;

  beforeAll(async () => {
    farm = await startFarm({
      hosts: NAMES.map((name) => ({ name, stack: 'netplan' as const })),
      vips: [VIP],
    });
    await farm.host('own').mustExec(inNetplan('lo'));
    await farm.host('alias').mustExec(inNetplan('loop'));
    await farm
      .host('file')
      .mustExec(
        `printf '[Match]\\nName=lo\\n[Network]\\nAddress=${OTHER}\\n' >/etc/systemd/network/50-lo.network`,
      );
    await reboot();
  });

  afterAll(async () => {
    await farm?.[Symbol.asyncDispose]();
  });

  it('comes where netplan knows lo by its name, and is refused where it would take lo from somebody', async () => {
    expect(outcomesOf(await ask({}, 'apply', '--yes'))).toEqual(
      new Map([
        ['own', 'changed'],
        ['alias', 'skipped'],
        ['file', 'skipped'],
      ]),
    );
  });

  it('comes there, too, as an addition to the file that lo has', async () => {
    const limit = ['--limit', 'alias,file'];
    expect(outcomesOf(await ask({ stack: 'networkd' }, 'apply', '--yes', ...limit))).toEqual(
      new Map([
        ['alias', 'changed'],
        ['file', 'changed'],
      ]),
    );
  });

  it('is on each of them after a power loss, beside what others have there', async () => {
    await reboot();
    for (const host of farm.hosts) {
      const addresses = await host.mustExec('ip -o address show dev lo');
      expect(addresses).toContain(`inet ${OTHER} `);
      expect(addresses).toContain(`inet ${VIP}/32 `);
    }
  });

  async function ask(defaults: Readonly<Record<string, unknown>>, verb: string, ...options: string[]) {
    const pools = { web: { vips: [VIP], director: 'lab', members: NAMES } };
    return askVipfarm(farm, await farm.inventory({ pools, defaults }), [verb, 'web', ...options]);
  }

  async function reboot(): Promise<void> {
    for (const host of farm.hosts) {
      await host.powerLoss();
      await host.boot();
    }
  }
});
