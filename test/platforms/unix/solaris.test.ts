import { expect, it } from 'vitest';
import { readSections } from '../../../src/platforms/probe-output.ts';
import { objectOf } from '../../../src/platforms/solaris/address-object.ts';
import { solaris, solarisSystem } from '../../../src/platforms/solaris/index.ts';
import { ipadm } from '../../../src/platforms/solaris/ipadm.ts';
import { readSolarisInterfaces } from '../../../src/platforms/solaris/read-interfaces.ts';
import { observeUnix } from '../../../src/platforms/unix/observe.ts';
import { readTranscripts } from '../../transcripts/read-transcripts.ts';
import { describeSimulatedSystem } from './describe-simulated-system.ts';
import { describeTranscripts } from './describe-transcripts.ts';

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
