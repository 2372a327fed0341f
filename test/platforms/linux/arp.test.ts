import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addressesCutByAll,
  leaksAtBoot,
  leaksNow,
  renderSysctlFile,
  silencingKeys,
} from '../../../src/platforms/linux/arp.ts';
import { linux } from '../../../src/platforms/linux/index.ts';
import { desiring } from '../desiring.ts';
import { address, aHost, confOf, sysctlOf } from './a-host.ts';
import { signsOf } from './signs-of-stacks.ts';

const vips = [{ address: '192.0.2.100', family: 4 as const }];
const twoNics = [
  { name: 'eth0', mac: undefined, up: true },
  { name: 'eth1', mac: undefined, up: true },
];
const twoNetworks = [address('eth0', '192.0.2.11/24'), address('eth1', '10.0.0.11/24')];

describe('what leaks now', () => {
  it('is everything on a host that nobody has set up', () => {
    const leaks = leaksNow(aHost(), vips, 'all').map((leak) => `${leak.nic} ${leak.setting} ${leak.value}`);
    expect(leaks).toEqual([
      'default arp_ignore 0',
      'default arp_announce 0',
      'all arp_ignore 0',
      'all arp_announce 0',
      'eth0 arp_ignore 0',
      'eth0 arp_announce 0',
    ]);
  });

  it.each([
    [1, 0, []],
    [0, 1, ['default', 'all']],
    [2, 0, []],
    [8, 0, []],
    [1, 2, []],
    [1, 3, ['eth0']],
    [3, 1, ['default', 'all', 'eth0']],
    [4, 0, ['default', 'all', 'eth0']],
    [1, 12, ['eth0']],
  ])('goes by the larger value: all %i and eth0 %i', (all, nic, leaking) => {
    const host = aHost({ conf: confOf({ all: [all, 2], eth0: [nic, 0] }) });
    expect(leaksNow(host, vips, 'all').map((leak) => leak.nic)).toEqual(leaking);
  });

  it('is nothing of lo, whatever it says', () => {
    const conf = confOf({ all: [1, 2], eth0: [0, 0], lo: [3, 0] });
    expect(leaksNow(aHost({ conf }), vips, 'all')).toEqual([]);
  });

  it('is default where a NIC that comes later would outdo all with it', () => {
    const conf = confOf({ all: [1, 2], eth0: [0, 0], default: [3, 0] });
    expect(leaksNow(aHost({ conf }), vips, 'all')).toEqual([
      { nic: 'default', setting: 'arp_ignore', value: 3 },
    ]);
    expect(leaksNow(aHost({ conf }), vips, 'nics').map((leak) => leak.nic)).not.toContain('default');
  });

  it('is of the NICs that face the VIP only, where the inventory says so', () => {
    const conf = confOf({ all: [0, 0], eth0: [1, 2], eth1: [0, 0] });
    const host = aHost({ nics: twoNics, addresses: twoNetworks, conf });
    expect(leaksNow(host, vips, 'nics')).toEqual([]);
    expect(leaksNow(host, vips, 'all').map((leak) => leak.nic)).toContain('eth1');
  });
});

describe('what silences', () => {
  it('is set for all NICs, and for a NIC whose own value would outdo that', () => {
    const conf = confOf({ all: [0, 0], eth0: [3, 0], eth1: [2, 1] });
    expect([...silencingKeys(aHost({ nics: twoNics, conf }), vips, 'all')]).toEqual([
      ['net/ipv4/conf/all/arp_ignore', '1'],
      ['net/ipv4/conf/all/arp_announce', '2'],
      ['net/ipv4/conf/eth0/arp_ignore', '1'],
    ]);
  });

  it('keeps a value that is silent already', () => {
    const host = aHost({ conf: confOf({ all: [2, 0], eth0: [0, 0] }) });
    expect(silencingKeys(host, vips, 'all').get('net/ipv4/conf/all/arp_ignore')).toBe('2');
  });

  it('is set for default only where its own value would outdo that, now or at boot', () => {
    const key = 'net/ipv4/conf/default/arp_ignore';
    const conf = confOf({ all: [0, 0], eth0: [0, 0], default: [3, 0] });
    expect(silencingKeys(aHost({ conf }), vips, 'all').get(key)).toBe('1');
    const sysctl = sysctlOf(['/etc/sysctl.d/50-site.conf:1:net.ipv4.conf.default.arp_ignore = 3']);
    expect(silencingKeys(aHost({ sysctl }), vips, 'all').get(key)).toBe('1');
    expect(silencingKeys(aHost(), vips, 'all').has(key)).toBe(false);
  });

  it('names a NIC for which a file of others says what cannot be read', () => {
    const sysctl = sysctlOf(['/etc/sysctl.d/50-site.conf:1:net.ipv4.conf.eth0.arp_ignore = off']);
    expect(silencingKeys(aHost({ sysctl }), vips, 'all').get('net/ipv4/conf/eth0/arp_ignore')).toBe('1');
  });

  it('outdoes what a file of others will set for a NIC at the next boot', () => {
    const sysctl = sysctlOf(['/etc/sysctl.d/50-site.conf:1:net.ipv4.conf.eth0.arp_ignore = 3']);
    expect(silencingKeys(aHost({ sysctl }), vips, 'all').get('net/ipv4/conf/eth0/arp_ignore')).toBe('1');
  });

  it('is set for the facing NIC only, where the inventory says so', () => {
    const keys = silencingKeys(aHost({ nics: twoNics, addresses: twoNetworks }), vips, 'nics');
    expect([...keys.keys()]).toEqual(['net/ipv4/conf/eth0/arp_ignore', 'net/ipv4/conf/eth0/arp_announce']);
  });

  it('is set for the NIC of the session where no NIC is in the network of the VIP', () => {
    const moment = { session: '10.0.0.11', connections: [], listeners: [], routes: [] };
    const addresses = [address('eth0', '172.16.0.2/24'), address('eth1', '10.0.0.11/24')];
    const keys = silencingKeys(aHost({ nics: twoNics, addresses, moment }), vips, 'nics');
    expect([...keys.keys()][0]).toBe('net/ipv4/conf/eth1/arp_ignore');
  });

  it('always silences: with its keys in force, nothing leaks', () => {
    const value = fc.nat(10);
    const pair = fc.tuple(value, value);
    fc.assert(
      fc.property(pair, pair, pair, pair, (all, byDefault, eth0, eth1) => {
        const conf = confOf({ all, default: byDefault, eth0, eth1 });
        const host = aHost({ nics: twoNics, addresses: twoNetworks, conf });
        const set = new Map([...host.conf].map(([name, values]) => [name, { ...values }]));
        for (const [key, text] of silencingKeys(host, vips, 'all')) {
          const [, , , name = '', setting] = key.split('/');
          const values = set.get(name);
          if (values === undefined) continue;
          if (setting === 'arp_ignore') values.arpIgnore = Number(text);
          else values.arpAnnounce = Number(text);
        }
        expect(leaksNow({ ...host, conf: set }, vips, 'all')).toEqual([]);
      }),
    );
  });
});

describe('the sysctl file', () => {
  it('names keys with dots, and with slashes where the name of a NIC has a dot', () => {
    const keys = new Map([
      ['net/ipv4/conf/all/arp_ignore', '1'],
      ['net/ipv4/conf/eth0.100/arp_ignore', '1'],
    ]);
    expect(renderSysctlFile(keys).split('\n').slice(1)).toEqual([
      'net.ipv4.conf.all.arp_ignore = 1',
      'net/ipv4/conf/eth0.100/arp_ignore = 1',
      '',
    ]);
  });
});

describe('what leaks after a boot', () => {
  it('is named with the line that sets it', () => {
    const sysctl = sysctlOf([
      '/etc/sysctl.d/99-zz-vipfarm.conf:2:net.ipv4.conf.all.arp_ignore = 1',
      '/etc/sysctl.d/99-zz-vipfarm.conf:3:net.ipv4.conf.all.arp_announce = 2',
      '/etc/sysctl.d/99-zzz.conf:7:net.ipv4.conf.eth0.arp_ignore = 3',
    ]);
    expect(leaksAtBoot(aHost({ sysctl }), vips, 'all')).toEqual([
      {
        nic: 'eth0',
        setting: 'arp_ignore',
        value: 3,
        by: {
          path: '/etc/sysctl.d/99-zzz.conf',
          line: 7,
          key: 'net/ipv4/conf/eth0/arp_ignore',
          value: '3',
        },
      },
    ]);
  });
});

it.each([
  'net.ipv4.conf.all.arp_ignore = 0 # back',
  'net.ipv4.conf.all.arp_ignore = off',
  'net.ipv4.conf.default.arp_ignore = 3',
])('a new VIP is refused where a later file says %s', (setting) => {
  const sysctl = sysctlOf([`/etc/sysctl.d/99-zzz.conf:7:${setting}`]);
  expect(linux.plan(desiring({ present: vips }), aHost({ sysctl }))).toMatchObject({
    kind: 'refused',
    reason: expect.stringContaining('/etc/sysctl.d/99-zzz.conf line 7 sets arp_ignore'),
  });
});

describe('systemd-sysctl, which reads our file at boot', () => {
  const hostWith = (stack: string, active: string, enabled: string) => {
    const managers = signsOf(stack);
    const units = new Map([...managers.units, ['systemd-sysctl', { active, enabled }]]);
    return aHost({ managers: { ...managers, units } });
  };

  it.each([
    ['masked', 'inactive', 'systemd-sysctl is masked'],
    ['disabled', 'inactive', 'systemd-sysctl is disabled'],
    ['', 'inactive', 'systemd-sysctl is not there'],
  ])('keeps a new VIP away when it is %j, and is a fault in an audit', (enabled, active, reason) => {
    for (const stack of ['networkd', 'netplan', 'networkmanager', 'ifupdown2', 'wicked']) {
      const host = hostWith(stack, active, enabled);
      expect(linux.plan(desiring({ present: vips }), host)).toMatchObject({
        kind: 'refused',
        reason: expect.stringContaining(reason),
        wayOut: expect.stringContaining('systemctl unmask systemd-sysctl'),
      });
      const sysctl = sysctlOf([
        '/etc/sysctl.d/99-zz-vipfarm.conf:2:net.ipv4.conf.all.arp_ignore = 1',
        '/etc/sysctl.d/99-zz-vipfarm.conf:3:net.ipv4.conf.all.arp_announce = 2',
      ]);
      const files = new Map([
        ['/etc/sysctl.d/99-zz-vipfarm.conf', { kind: 'file' as const, mode: 0o644, content: '' }],
      ]);
      const checks = linux.checks(desiring({ present: vips }), { ...host, sysctl, files });
      expect(checks.find((check) => check.id === 'arp-boot')).toMatchObject({
        verdict: 'wrong',
        found: expect.stringContaining(reason),
      });
    }
  });

  it.each([
    ['networkd', 'static'],
    ['networkd', 'enabled'],
    ['networkd', 'masked-runtime'],
    ['ifupdown', 'masked'],
    ['ifupdown-ng', 'masked'],
    ['systemd-unit', 'masked'],
  ])('is no hindrance to %s when it is %s', (stack, enabled) => {
    expect(linux.plan(desiring({ present: vips }), hostWith(stack, 'active', enabled)).kind).toBe('change');
  });
});

describe('addresses that would fall silent', () => {
  it('are those in the network of another NIC', () => {
    const addresses = [address('eth0', '192.0.2.11/24'), address('eth1', '192.0.2.12/24')];
    const cut = addressesCutByAll(aHost({ nics: twoNics, addresses }));
    expect(cut.map((one) => one.address)).toEqual(['192.0.2.11', '192.0.2.12']);
  });

  it('are none where each NIC has a network of its own, and none where all is silent already', () => {
    expect(addressesCutByAll(aHost({ nics: twoNics, addresses: twoNetworks }))).toEqual([]);
    const addresses = [address('eth0', '192.0.2.11/24'), address('eth1', '192.0.2.12/24')];
    const conf = confOf({ all: [1, 0], eth0: [0, 0], eth1: [0, 0] });
    expect(addressesCutByAll(aHost({ nics: twoNics, addresses, conf }))).toEqual([]);
  });
});
