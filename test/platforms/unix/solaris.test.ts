import { describe, expect, it } from 'vitest';
import { readSections } from '../../../src/platforms/probe-output.ts';
import { objectOf } from '../../../src/platforms/solaris/address-object.ts';
import { hostnameFiles } from '../../../src/platforms/solaris/hostname-files.ts';
import { solaris, solarisSystem } from '../../../src/platforms/solaris/index.ts';
import { ipadm } from '../../../src/platforms/solaris/ipadm.ts';
import { readSolarisInterfaces } from '../../../src/platforms/solaris/read-interfaces.ts';
import { observeUnix } from '../../../src/platforms/unix/observe.ts';
import { readTranscripts } from '../../transcripts/read-transcripts.ts';
import { desiring } from '../desiring.ts';
import { describeSimulatedSystem } from './describe-simulated-system.ts';
import { describeTranscripts } from './describe-transcripts.ts';
import { toolsets } from './toolsets.ts';

const six = '2001:db8::100';

describeSimulatedSystem({
  platform: solaris,
  name: 'solaris10',
  title: 'Solaris 10 1/13, rc2.d',
  vips: ['192.0.2.100', six],
  services: [80],
  drifts: [
    { title: 'the VIP is gone', script: 'ifconfig lo0 removeif 192.0.2.100', state: 'partial' },
    { title: 'the IPv6 VIP is gone', script: `ifconfig lo0 inet6 removeif ${six}`, state: 'partial' },
    { title: 'the boot script is gone', script: 'rm /etc/rc2.d/S72vipfarm', state: 'partial' },
    { title: 'the boot script is another', script: 'echo exit >>/etc/rc2.d/S72vipfarm', state: 'drift' },
  ],
});

describeSimulatedSystem({
  platform: solaris,
  name: 'solaris10',
  case: 'with files that network/physical reads',
  title: 'Solaris 10 1/13, rc2.d',
  stack: 'hostname.lo0',
  vips: ['192.0.2.100', six],
  drifts: [
    { title: 'the VIP is gone', script: 'ifconfig lo0 removeif 192.0.2.100', state: 'partial' },
    { title: 'its file is gone', script: 'rm /etc/hostname.lo0', state: 'partial' },
    {
      title: 'the first line is gone, so that the other gets another mask',
      script: 'sed -i 1d /etc/hostname.lo0',
      state: 'drift',
    },
  ],
  toolsets: toolsets.slice(0, 2),
});

describeSimulatedSystem({
  platform: solaris,
  name: 'solaris10',
  case: 'without rc2, and with lines of others',
  title: 'Solaris 10 1/13, hostname.lo0',
  vips: ['192.0.2.100'],
  furnish: `rm /usr/sbin/rc2; printf 'up\naddif 198.51.100.7/32 up\n' >/etc/hostname.lo0`,
  drifts: [
    { title: 'its line is gone', script: "sed -i '/192.0.2.100/d' /etc/hostname.lo0", state: 'partial' },
  ],
  toolsets: toolsets.slice(2, 3),
});

const name = 'lo0/dsr192x0x2x100';

describeSimulatedSystem({
  platform: solaris,
  name: 'solaris11',
  title: 'Solaris 11.4, ipadm',
  vips: ['192.0.2.100', six],
  drifts: [
    {
      title: 'the VIP is gone until the next boot',
      script: `ipadm disable-addr -t ${name}`,
      state: 'partial',
    },
    { title: 'the VIP is gone on both sides', script: `ipadm delete-addr ${name}`, state: 'partial' },
    {
      title: 'the VIP is there until the next boot only',
      script: `ipadm delete-addr ${name}; ipadm create-addr -t -T static -a 192.0.2.100/32 ${name}`,
      state: 'partial',
    },
  ],
});

describeTranscripts(solarisSystem);

it("an address of another zone is nobody else's to take, although the global zone shows it", () => {
  const lines = [
    'lo0:3: flags=2001000849<UP,LOOPBACK> mtu 8232 index 1',
    '\tzone web',
    '\tinet 192.0.2.100 netmask ffffffff ',
  ];
  expect(readSolarisInterfaces(new Map([['interfaces', lines.join('\n')]])).addresses).toMatchObject([
    { address: '192.0.2.100', prefix: 32, interface: 'lo0 of the zone web', label: 'lo0:3' },
  ]);
});

it.each([
  ['192.0.2.100', 4, 'lo0/dsr192x0x2x100'],
  ['2001:db8::100', 6, `lo0/dsr${BigInt('0x20010db8000000000000000000000100').toString(36)}`],
  ['ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', 6, `lo0/dsr${(2n ** 128n - 1n).toString(36)}`],
] as const)('%s gets a name of its own that ipadm takes', (address, family, expected) => {
  const [, output] = [...readTranscripts('solaris')].map((one) => one.output);
  const host = observeUnix(solarisSystem, readSections(output ?? ''));
  expect(objectOf({ address, family }, host)).toBe(expected);
  expect(expected).toMatch(/^lo0\/[a-z][a-z0-9]{1,30}$/);
});

it('an address keeps the name that somebody gave it, and one of ifconfig has none', () => {
  const named = { ...observeUnix(solarisSystem, new Map()), tools: new Map([['ipadm', '/usr/sbin/ipadm']]) };
  const vip = { address: '2001:db8::100', family: 6 } as const;
  const having = (object: string) => ({
    ...named,
    sections: new Map([['ipadm', [`${object}:static:ok:U--:---:2001\\:db8\\:\\:100/128`]]]),
  });
  expect(objectOf(vip, having('lo0/web'))).toBe('lo0/web');
  expect(ipadm.objection?.(vip, having('lo0/web'))).toBeUndefined();
  expect(ipadm.objection?.(vip, having('lo0/?'))).toMatch(/was set by ifconfig/);
});

describe('files such as /etc/hostname.lo0 of Solaris 10', () => {
  const vip = { address: '192.0.2.100', family: 4 } as const;
  const reading = '123:interface_names="`echo /etc/hostname.*[0-9] 2>/dev/null`"';
  const host = (line: string, content?: string) => ({
    ...observeUnix(solarisSystem, new Map([['hostname-files', line]])),
    files: new Map(
      content === undefined ? [] : [['/etc/hostname.lo0', { kind: 'file', mode: 0o644, content } as const]],
    ),
  });

  it('are used only where the script of network/physical says that it reads them', () => {
    expect(hostnameFiles.objection?.(vip, host(reading))).toBeUndefined();
    expect(hostnameFiles.objection?.(vip, host(''))).toMatch(/does not say that it reads/);
    expect(hostnameFiles.objection?.(vip, host('7:# reads /etc/hostname.* at boot'))).toMatch(/does not say/);
  });

  it('get no line beside one of others that means something else once it is not alone', () => {
    expect(hostnameFiles.objection?.(vip, host(reading, 'web01\n'))).toMatch(/one line of others/);
    expect(hostnameFiles.objection?.(vip, host(reading, 'up\naddif 198.51.100.7/32 up\n'))).toBeUndefined();
  });

  it('never hold a comment, which would be run, nor a line of ours alone', () => {
    expect(hostnameFiles.entries([vip], [], host(reading))).toMatchObject([
      { path: '/etc/hostname.lo0', content: 'up\naddif 192.0.2.100/32 up\n' },
    ]);
  });
});

it('the host model of Solaris is judged for the families of the VIPs only', () => {
  const settings = 'hostmodel-ipv4 weak:\nhostmodel-ipv6 strong:strong';
  const tools = '/usr/sbin/ipadm\n/usr/xpg4/bin/sh';
  const host = observeUnix(
    solarisSystem,
    new Map([
      ['settings', settings],
      ['tools', tools],
    ]),
  );
  const of4 = desiring({ present: [{ address: '192.0.2.100', family: 4 }] });
  const of6 = desiring({ present: [{ address: six, family: 6 }] });
  expect(solarisSystem.refuseAdding?.(of4, host)).toBeUndefined();
  expect(solarisSystem.refuseAdding?.(of6, host)).toMatchObject({
    reason: expect.stringContaining('hostmodel-ipv6 is strong'),
    wayOut: 'make it weak: ipadm set-prop -p hostmodel=weak ipv6',
  });
  expect(solarisSystem.checks?.(of4, host)).toMatchObject([{ found: 'weak', verdict: 'ok' }]);
});
