import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { describeWith } from '../describe-with.ts';
import { type ArpProber, countFrom } from './arp-prober.ts';
import { type Farm, startFarm } from './farm.ts';
import type { LabHost } from './lab-host.ts';
import { LAB_NEEDS } from './needs.ts';
import { askVipfarm, outcomesOf, statesOf } from './vipfarm-answer.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 900_000 });

const VIP = '192.0.2.100';
const OTHER = '198.51.100.7/32';

// One host; each test goes on from the one before.
describeWith(LAB_NEEDS, 'a VIP on a host of NetworkManager where others have settled about lo', () => {
  let farm: Farm;
  let host: LabHost;
  let inventory: string;
  let prober: ArpProber;

  beforeAll(async () => {
    farm = await startFarm({ hosts: [{ name: 'nm', stack: 'networkmanager' }], vips: [VIP] });
    host = farm.host('nm');
    inventory = await farm.inventory({ pools: { web: { vips: [VIP], director: 'lab', members: ['nm'] } } });
    const addresses = `ipv4.method manual ipv4.addresses 127.0.0.1/8,${OTHER}`;
    await host.mustExec(`nmcli connection add type loopback con-name dsr-lo ifname lo ${addresses}`);
    await host.mustExec('nmcli connection up dsr-lo');
    prober = await farm.startProber(VIP);
  });

  afterAll(async () => {
    await farm?.[Symbol.asyncDispose]();
  });

  it('is refused while a profile of others would have lo at boot, and nothing is changed', async () => {
    const before = await host.snapshot();
    const { code, stdout } = await farm.vipfarm(['apply', 'web', '-i', inventory, '--yes']);
    expect(stdout).toContain('nmcli connection modify dsr-lo connection.autoconnect no');
    expect(code).toBe(2);
    expect(await host.snapshot()).toEqual(before);
  });

  it('comes when that was done, and is there after a power loss beside what that profile had', async () => {
    await host.mustExec('nmcli connection modify dsr-lo connection.autoconnect no');
    expect(outcomesOf(await ask('apply', '--yes'))).toEqual(new Map([['nm', 'changed']]));
    await reboot();
    expect(statesOf(await ask('audit'))).toEqual(new Map([['nm', 'ok']]));
    expect(await host.mustExec('ip -o address show dev lo')).toContain(`inet ${OTHER} `);
  });

  it('is said not to come back when such a profile is activated at boot again', async () => {
    await host.mustExec('nmcli connection modify dsr-lo connection.autoconnect yes');
    expect(statesOf(await ask('audit'))).toEqual(new Map([['nm', 'partial']]));
    await host.mustExec('nmcli connection delete dsr-lo');
    expect(statesOf(await ask('audit'))).toEqual(new Map([['nm', 'ok']]));
  });

  it('moves to a unit of systemd where NetworkManager is told to leave lo alone', async () => {
    await host.mustExec(
      `printf '[keyfile]\\nunmanaged-devices=interface-name:lo\\n' >/etc/NetworkManager/conf.d/lo.conf`,
    );
    await reboot();
    expect(statesOf(await ask('audit'))).not.toEqual(new Map([['nm', 'ok']]));
    expect(outcomesOf(await ask('apply', '--yes'))).toEqual(new Map([['nm', 'changed']]));
    await reboot();
    expect(statesOf(await ask('audit'))).toEqual(new Map([['nm', 'ok']]));
    expect(await host.mustExec('ls /etc/NetworkManager/system-connections')).not.toContain('vipfarm');
  });

  it('was never answered for by the host', async () => {
    const count = await prober.stop();
    expect(count.requests).toBeGreaterThan(1000);
    expect(countFrom(count, [host.mac])).toBe(0);
  });

  const ask = (...argv: readonly string[]) => {
    const [verb = '', ...options] = argv;
    return askVipfarm(farm, inventory, [verb, 'web', ...options]);
  };

  async function reboot(): Promise<void> {
    await host.powerLoss();
    await host.boot();
  }
});
