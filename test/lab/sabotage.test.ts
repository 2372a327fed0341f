import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { describeWith } from '../describe-with.ts';
import { type Farm, startFarm } from './farm.ts';
import type { LabHost } from './lab-host.ts';
import { LAB_NEEDS } from './needs.ts';
import { STACKS, type Stack } from './stack-files.ts';
import { type Answer, askVipfarm, faultsOf, statesOf } from './vipfarm-answer.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 900_000 });

/** Outside the hosts' own network: there, a /24 of it on lo would cut them off from whoever looks. */
const VIP = '203.0.113.100';

/** What brings the VIP back at boot. */
const SERVICES: Readonly<Record<Stack, string>> = {
  ifupdown: 'networking',
  ifupdown2: 'networking',
  'ifupdown-ng': 'networking',
  networkd: 'systemd-networkd',
  netplan: 'systemd-networkd',
  networkmanager: 'NetworkManager',
  'systemd-unit': 'vipfarm-vip',
};

/** The first file of ours that is not the one of the ARP settings, by the record that vipfarm keeps on the host. */
const BOOT_FILE = `sed -n '/sysctl.d/d; s/^file [^ ]* //p' /var/lib/vipfarm/record | head -n 1`;

interface Sabotage {
  readonly deed: string;
  readonly inflict: (host: LabHost) => string;
  readonly state: 'drift' | 'partial' | 'conflict';
  /** The check that shows it, and what it has to say. */
  readonly fault: RegExp;
  /** Where an apply cannot mend it, what does. */
  readonly mend?: (host: LabHost) => string;
}

const SABOTAGES: readonly Sabotage[] = [
  {
    deed: 'the ARP settings reset while it runs',
    inflict: () => 'sysctl -q -w net.ipv4.conf.all.arp_ignore=0',
    state: 'drift',
    fault: /^arp-now: eth0 answers ARP \(arp_ignore 0\)/,
  },
  {
    deed: 'a later file that resets them at boot, with its line',
    inflict: () =>
      `printf '# faster\\nnet.ipv4.conf.all.arp_ignore = 0\\n' >/etc/sysctl.d/99-zzz-tuning.conf`,
    state: 'drift',
    fault: /^arp-boot: .*\/etc\/sysctl.d\/99-zzz-tuning.conf line 2/,
    mend: () => 'rm /etc/sysctl.d/99-zzz-tuning.conf',
  },
  {
    deed: 'the VIP deleted from lo',
    inflict: () => `ip address del ${VIP}/32 dev lo`,
    state: 'partial',
    fault: /^vip-now: /,
  },
  {
    deed: 'the file deleted that brings the VIP back',
    inflict: () => `rm "$(${BOOT_FILE})"`,
    state: 'partial',
    fault: /^vip-boot: .*missing/,
  },
  {
    deed: 'the file of the ARP settings deleted',
    inflict: () => 'rm /etc/sysctl.d/99-zz-vipfarm.conf',
    state: 'partial',
    fault: /^arp-boot: .*\/etc\/sysctl.d\/99-zz-vipfarm.conf is missing/,
  },
  {
    deed: 'the service disabled that brings the VIP back',
    inflict: ({ stack }) => `systemctl --quiet ${offWord(stack)} ${SERVICES[stack]}`,
    state: 'partial',
    fault: /^vip-boot: /,
    mend: ({ stack }) => `systemctl --quiet ${onWord(stack)} ${SERVICES[stack]}`,
  },
  {
    deed: 'the VIP on the NIC',
    inflict: () => `ip address add ${VIP}/32 dev eth0`,
    state: 'conflict',
    fault: /^vip-now: .* on eth0/,
    mend: () => `ip address del ${VIP}/32 dev eth0`,
  },
  {
    deed: 'the VIP with a mask of /24',
    inflict: () => `ip address del ${VIP}/32 dev lo && ip address add ${VIP}/24 dev lo`,
    state: 'conflict',
    fault: /^vip-now: .*\/24 on lo/,
    mend: () => `ip address del ${VIP}/24 dev lo`,
  },
  {
    deed: 'a listener on the own address only',
    inflict: (host) => `mkdir /etc/systemd/system/name.socket.d
printf '[Socket]\\nListenStream=\\nListenStream=${host.address}:80\\n' >/etc/systemd/system/name.socket.d/own.conf
systemctl daemon-reload && systemctl restart name.socket`,
    state: 'drift',
    fault: /^service-tcp-80: .*listens on 192\.0\.2\./,
    mend: () =>
      'rm -r /etc/systemd/system/name.socket.d && systemctl daemon-reload && systemctl restart name.socket',
  },
];

/** netplan starts networkd at every boot by itself, so there disabling it is no sabotage. */
function offWord(stack: Stack): string {
  return stack === 'netplan' ? 'mask' : 'disable';
}

function onWord(stack: Stack): string {
  return stack === 'netplan' ? 'unmask' : 'enable';
}

describeWith(LAB_NEEDS, 'sabotage on hosts of every stack', () => {
  let farm: Farm;
  let inventory: string;

  beforeAll(async () => {
    farm = await startFarm({ hosts: STACKS.map((stack) => ({ name: stack, stack })), vips: [VIP] });
    inventory = await farm.inventory({
      pools: { web: { vips: [VIP], director: 'lab', services: [{ port: 80 }], members: STACKS } },
    });
    await ask('apply', '--yes', '--batches', '100%');
    await expectWhole();
  });

  afterAll(async () => {
    await farm?.[Symbol.asyncDispose]();
  });

  it.each(SABOTAGES.map((one) => [one.deed, one] as const))(
    'is found by an audit: %s',
    async (_deed, sabotage) => {
      const { inflict, state, fault, mend } = sabotage;
      try {
        await eachHost(inflict);
        const answer = await ask('audit');
        expect(statesOf(answer)).toEqual(new Map(STACKS.map((stack) => [stack, state])));
        for (const host of answer.hosts)
          expect(faultsOf(host), host.host).toContainEqual(expect.stringMatching(fault));
        expect(answer.exitCode).toBe(2);
      } finally {
        if (mend !== undefined) await eachHost(mend);
      }
      // Some answer ARP for the VIP now: only a run that says it is there to end this may begin.
      await ask('apply', '--yes', '--repair', '--batches', '100%');
      await expectWhole();
    },
  );

  function ask(...argv: readonly string[]): Promise<Answer> {
    return askVipfarm(farm, inventory, [...argv, 'web']);
  }

  async function eachHost(command: (host: LabHost) => string): Promise<void> {
    await Promise.all(farm.hosts.map((host) => host.mustExec(command(host))));
  }

  async function expectWhole(): Promise<void> {
    const answer = await ask('audit');
    expect(answer.hosts.map((host) => [host.host, ...faultsOf(host)])).toEqual(
      STACKS.map((stack) => [stack]),
    );
    expect(answer.exitCode).toBe(0);
  }
});
