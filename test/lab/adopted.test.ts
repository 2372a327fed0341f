import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { describeWith } from '../describe-with.ts';
import { type ArpProber, countFrom } from './arp-prober.ts';
import { type Farm, startFarm } from './farm.ts';
import type { LabHost } from './lab-host.ts';
import { LAB_NEEDS } from './needs.ts';
import { compareSnapshots, type Snapshot } from './snapshot.ts';
import { askVipfarm, outcomesOf, statesOf } from './vipfarm-answer.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 900_000 });

const VIP = '192.0.2.100';

/** As the usual recipe has it; the ARP settings of that are in a file of their own. */
const STANZA = `auto lo:0
iface lo:0 inet static
    address ${VIP}
    netmask 255.255.255.255
`;
const RECIPE = '/etc/sysctl.d/50-lvs.conf';

// One host that somebody has set up by hand; each test goes on from the one before.
describeWith(LAB_NEEDS, 'a VIP that somebody had set up by the usual recipe', () => {
  let farm: Farm;
  let host: LabHost;
  let inventory: string;
  let prober: ArpProber;
  let before: Snapshot;

  beforeAll(async () => {
    farm = await startFarm({ hosts: [{ name: 'web01', stack: 'ifupdown' }], vips: [VIP] });
    host = farm.host('web01');
    inventory = await farm.inventory({
      pools: { web: { vips: [VIP], director: 'lab', members: ['web01'] } },
    });
    before = await host.snapshot();
    prober = await farm.startProber(VIP);
    await host.mustExec(
      `printf 'net.ipv4.conf.all.arp_ignore = 1\\nnet.ipv4.conf.all.arp_announce = 2\\n' >${RECIPE} && sysctl -q -p ${RECIPE}`,
    );
    await host.mustExec(`printf '${STANZA}' >/etc/network/interfaces.d/lvs && ifup lo:0`);
  });

  afterAll(async () => {
    await farm?.[Symbol.asyncDispose]();
  });

  it('is refused, and taken over with --adopt, which names the file that would bring it up as well', async () => {
    expect(outcomesOf(await ask('apply', '--yes'))).toEqual(new Map([['web01', 'skipped']]));
    const { code, stdout } = await farm.vipfarm(['apply', 'web', '-i', inventory, '--yes', '--adopt']);
    expect(stdout).toContain(`${VIP} in /etc/network/interfaces.d/lvs line 3: a boot may bring it up`);
    expect(code).toBe(0);
    expect(statesOf(await ask('audit'))).toEqual(new Map([['web01', 'ok']]));
  });

  it('is there after a power loss, by whichever file', async () => {
    await reboot();
    expect(statesOf(await ask('audit'))).toEqual(new Map([['web01', 'ok']]));
  });

  it('is not answered for when it was removed and a boot brings it back from that file', async () => {
    await host.mustExec(`rm ${RECIPE}`);
    const { code, stdout } = await farm.vipfarm(['remove', 'web', '-i', inventory, '--yes']);
    expect(stdout).toContain(`the ARP settings stay: ${VIP} in /etc/network/interfaces.d/lvs line 3`);
    expect(code).toBe(0);
    expect(await addresses()).not.toContain(VIP);
    await reboot();
    expect(await addresses()).toContain(`inet ${VIP}/32 `);
  });

  it('leaves nothing when that file is gone, and it is removed again', async () => {
    await host.mustExec(`rm /etc/network/interfaces.d/lvs && ip address del ${VIP}/32 dev lo`);
    expect(outcomesOf(await ask('remove', '--yes'))).toEqual(new Map([['web01', 'changed']]));
    // The values that vipfarm had found, which were those of the recipe, hold until a boot.
    await reboot();
    expect(compareSnapshots(before, await host.snapshot())).toEqual([]);
  });

  it('was never answered for by the host, boots included', async () => {
    const count = await prober.stop();
    expect(count.requests).toBeGreaterThan(1000);
    expect(countFrom(count, [host.mac])).toBe(0);
  });

  const ask = (...argv: readonly string[]) => {
    const [verb = '', ...options] = argv;
    return askVipfarm(farm, inventory, [verb, 'web', ...options]);
  };

  function addresses(): Promise<string> {
    return host.mustExec('ip -o address show dev lo');
  }

  async function reboot(): Promise<void> {
    await host.powerLoss();
    await host.boot();
  }
});
