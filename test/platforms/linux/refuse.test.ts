import { describe, expect, it } from 'vitest';
import type { LinuxObserved } from '../../../src/platforms/linux/observed.ts';
import { planLinux } from '../../../src/platforms/linux/plan.ts';
import { refuseHost, refuseRemoving } from '../../../src/platforms/linux/refuse.ts';
import { desiring } from '../desiring.ts';
import { address, aHost, confOf } from './a-host.ts';

const vips = [
  { address: '192.0.2.10', family: 4 as const },
  { address: '2001:db8::10', family: 6 as const },
];

it.each([
  [['/etc'], '/etc cannot be written (read-only file system?)', 'make it writable'],
  [
    ['/proc/sys/net/ipv4/conf/all/arp_ignore'],
    'arp_ignore cannot be written, so ARP cannot be silenced',
    'is it a container?',
  ],
])(
  'a host where %s cannot be written is refused, and the reason is the one that matters',
  (readOnly, reason, wayOut) => {
    expect(refuseHost(desiring({}), aHost({ readOnly }))).toEqual({
      kind: 'refused',
      reason: expect.stringContaining(reason),
      wayOut: expect.stringContaining(wayOut),
    });
  },
);

const vip = { address: '192.0.2.100', family: 4 as const };
const other = { address: '192.0.2.101', family: 4 as const };
const sysctlPath = '/etc/sysctl.d/99-zz-vipfarm.conf';

/** A host that bears the VIP by its record, and has these addresses besides its own. */
function recorded(...places: readonly LinuxObserved['addresses'][number][]): LinuxObserved {
  const own = aHost();
  return aHost({
    addresses: [...own.addresses, ...places],
    conf: confOf({ all: [1, 2], eth0: [0, 0] }),
    files: new Map([[sysctlPath, { kind: 'file', mode: 0o644, content: 'a digest' }]]),
    record: {
      vips: [vip],
      guests: [],
      priorSysctl: new Map([
        ['net/ipv4/conf/all/arp_ignore', '0'],
        ['net/ipv4/conf/all/arp_announce', '0'],
      ]),
      files: new Map([[sysctlPath, 'a digest']]),
      folders: [],
    },
  });
}

it('an IPv6 VIP is refused where IPv6 is disabled on lo, and no other', () => {
  const host = aHost({ loopbackSettings: new Map([['net/ipv6/conf/lo/disable_ipv6', '1']]) });
  const six = { address: '2001:db8::100', family: 6 as const };
  expect(planLinux(desiring({ present: [vip, six] }), host)).toMatchObject({
    kind: 'refused',
    reason: 'IPv6 is disabled on lo (net.ipv6.conf.lo.disable_ipv6 is 1), so it cannot have 2001:db8::100',
  });
  expect(planLinux(desiring({ present: [vip] }), host).kind).toBe('change');
});

describe('a VIP that is to leave', () => {
  it.each([
    ['with a wider mask', [address('lo', '192.0.2.100/30')], 'ip addr del 192.0.2.100/30 dev lo'],
    ['on a bridge', [address('br0', '192.0.2.100/32')], 'ip addr del 192.0.2.100/32 dev br0'],
    [
      'as it should, and on a NIC besides',
      [address('lo', '192.0.2.100/32'), address('eth0', '192.0.2.100/24')],
      'ip addr del 192.0.2.100/24 dev eth0',
    ],
  ])('and stands %s is refused with the command, forced or not', (_how, places, command) => {
    for (const force of [false, true]) {
      expect(planLinux(desiring({ absent: [vip], force }), recorded(...places))).toEqual({
        kind: 'refused',
        reason: expect.stringContaining('was not put there by vipfarm and would stay'),
        wayOut: expect.stringMatching(new RegExp(`: ${command}$`)),
      });
    }
  });

  it('is refused where no record names it, too', () => {
    const host = { ...recorded(address('eth0', '192.0.2.101/32')), record: undefined };
    expect(planLinux(desiring({ absent: [other] }), host)).toMatchObject({ kind: 'refused' });
  });

  it.each(['lo', 'br0'])('leaves the ARP settings to one of another pool on %s, with any mask', (name) => {
    const host = recorded(address('lo', '192.0.2.100/32'), address(name, '192.0.2.101/30'));
    const decision = planLinux(desiring({ absent: [vip], others: [other] }), host);
    const steps = decision.kind === 'change' ? decision.steps.map((step) => step.id) : [];
    expect(steps).toContain('vip-down-192.0.2.100');
    expect(steps).not.toContain('arp-as-before');
    expect(decision).toMatchObject({
      notices: [`the ARP settings stay: 192.0.2.101/30 on ${name} may rely on them`],
    });
  });

  it('leaves the ARP settings to a boot that brings it up again from a file of others', () => {
    const bootLines = [{ path: '/etc/rc.local', line: 3, text: 'ip addr add 192.0.2.100/32 dev lo' }];
    const decision = planLinux(desiring({ absent: [vip] }), {
      ...recorded(address('lo', '192.0.2.100/32')),
      bootLines,
    });
    const steps = decision.kind === 'change' ? decision.steps.map((step) => step.id) : [];
    expect(steps).toContain('vip-down-192.0.2.100');
    expect(steps).not.toContain('arp-as-before');
    expect(decision).toMatchObject({
      notices: expect.arrayContaining([
        'the ARP settings stay: 192.0.2.100 in /etc/rc.local line 3 may rely on them',
      ]),
    });
  });
});

it.each([
  '0      0             192.0.2.10:443        198.51.100.8:30000',
  '0      0          192.0.2.10%lo:443        198.51.100.8:30000',
  '0      0    [::ffff:192.0.2.10]:443   [::ffff:198.51.100.8]:30000',
  'ESTAB  0      0      2001:db8::10:443          2001:db8::8:30000',
  '0      0         [2001:db8::10]:443          [2001:db8::8]:30000',
])('no VIP is taken from under a client: %s', (line) => {
  const client = line.split(/\s+/).at(-1);
  expect(refuseRemoving(desiring({ absent: vips }), hostWith(line))?.reason).toBe(
    `clients are connected to the VIP (1): ${client}`,
  );
});

it.each([
  '0      0            192.0.2.101:443         198.51.100.7:30000',
  'ESTAB  0      0      2001:db8::10:5:443        2001:db8::7:30000',
])('a client of another address is none of the VIP: %s', (line) => {
  expect(refuseRemoving(desiring({ absent: vips }), hostWith(line))).toBeUndefined();
});

it('of many clients the first are named', () => {
  const lines = [1, 2, 3, 4].map((client) => `0 0 192.0.2.10:443 198.51.100.${client}:30000`);
  expect(refuseRemoving(desiring({ absent: vips }), hostWith(...lines))?.reason).toBe(
    'clients are connected to the VIP (4): 198.51.100.1:30000, 198.51.100.2:30000, 198.51.100.3:30000, ...',
  );
  // An old netstat cuts long addresses off.
  const cut = refuseRemoving(
    desiring({ absent: vips }),
    hostWith('tcp6 0 0 2001:db8::10:443 2001:db8:1:2:3:4:5'),
  );
  expect(cut?.reason).toMatch(/^clients are connected to the VIP \(1\)/);
});

function hostWith(...connections: readonly string[]) {
  return aHost({ moment: { session: undefined, connections, listeners: [], routes: [] } });
}
