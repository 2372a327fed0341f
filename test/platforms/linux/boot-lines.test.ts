import { expect, it } from 'vitest';
import { namedByOthers, readBootLines } from '../../../src/platforms/linux/boot-lines.ts';
import { linux } from '../../../src/platforms/linux/index.ts';
import { desiring } from '../desiring.ts';
import { aHost } from './a-host.ts';

const vips = [
  { address: '192.0.2.100', family: 4 as const },
  { address: '2001:db8::100', family: 6 as const },
];

it.each([
  ['/etc/network/interfaces\n12:    address 192.0.2.100', '192.0.2.100 in /etc/network/interfaces line 12'],
  [
    '/etc/sysconfig/network-scripts/ifcfg-lo:0\n2:IPADDR=192.0.2.100',
    '192.0.2.100 in /etc/sysconfig/network-scripts/ifcfg-lo:0 line 2',
  ],
  ['/etc/rc.local\n3:ip addr add 192.0.2.100/32 dev lo', '192.0.2.100 in /etc/rc.local line 3'],
  ['/etc/init.d/realserver\n9:VIP="192.0.2.100"', '192.0.2.100 in /etc/init.d/realserver line 9'],
  [
    '/etc/systemd/system/vip.service\n7:ExecStart=/sbin/ip addr add 2001:db8::100/128 dev lo',
    '2001:db8::100 in /etc/systemd/system/vip.service line 7',
  ],
])('%j may bring up a VIP', (text, place) => {
  expect(placesIn(text)).toEqual([place]);
});

it.each([
  '/etc/network/interfaces\n12:  # address 192.0.2.100, until 2024',
  '/etc/network/interfaces\n12:    address 192.0.2.1001',
  '/etc/network/interfaces\n12:    address 1192.0.2.100',
  '/etc/network/interfaces\n12:    address 2001:db8::100:1',
  '/etc/systemd/system/shop.service\n7:ExecStart=/usr/bin/shop --listen 192.0.2.100',
  '/etc/network/interfaces.d/vipfarm\n3:up ip addr add 192.0.2.100/32 dev lo',
  "/etc/sysconfig/network/ifcfg-lo\n4:IPADDR_vipfarm1='192.0.2.100/32'",
])('%j does not', (text) => {
  expect(placesIn(text)).toEqual([]);
});

it('a file is said once for each VIP, however often it names it', () => {
  const lines = [3, 4].map((line) => `${line}:ip addr add 192.0.2.100/32 dev lo`);
  expect(placesIn(['/etc/rc.local', ...lines].join('\n'))).toEqual(['192.0.2.100 in /etc/rc.local line 3']);
});

it('the plan and the audit of its host say so', () => {
  const host = aHost({ bootLines: readBootLines(['/etc/rc.local', '3:ip addr add 192.0.2.100/32 dev lo']) });
  const desired = desiring({ present: vips.slice(0, 1) });
  expect(linux.plan(desired, host)).toMatchObject({
    kind: 'change',
    notices: [expect.stringMatching(/^192.0.2.100 in \/etc\/rc.local line 3: a boot may bring it up/)],
  });
  expect(linux.checks(desired, host)).toContainEqual(
    expect.objectContaining({ id: 'boot-lines', verdict: 'notice' }),
  );
});

function placesIn(text: string): readonly string[] {
  return namedByOthers(vips, aHost({ bootLines: readBootLines(text.split('\n')) }));
}
