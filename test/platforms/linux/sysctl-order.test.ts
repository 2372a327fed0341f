import { describe, expect, it } from 'vitest';
import { readSysctlFiles, slashForm, sysctlNumber } from '../../../src/platforms/linux/read-sysctl.ts';
import { bootAssignment, bootOrder } from '../../../src/platforms/linux/sysctl-order.ts';
import { aHost, sysctlOf } from './a-host.ts';
import { signsOf } from './signs-of-stacks.ts';

const key = 'net/ipv4/conf/all/arp_ignore';
const set = (path: string, value: number, name = 'net.ipv4.conf.all.arp_ignore') =>
  `${path}:1:${name} = ${value}`;
const rhel6 = { init: 'other' as const, managers: signsOf('network-scripts') };

describe('the order of sysctl files', () => {
  it('is by name across folders under systemd, and /etc/sysctl.conf is not read', () => {
    const sysctl = sysctlOf([
      set('/etc/sysctl.conf', 0),
      set('/etc/sysctl.d/60-a.conf', 1),
      set('/usr/lib/sysctl.d/70-b.conf', 2),
      set('/etc/sysctl.d/README', 3),
    ]);
    expect(bootOrder(aHost({ sysctl }))).toEqual(['/etc/sysctl.d/60-a.conf', '/usr/lib/sysctl.d/70-b.conf']);
    expect(bootAssignment(aHost({ sysctl }), key)?.value).toBe('2');
  });

  it('reads /etc/sysctl.conf under systemd where 99-sysctl.conf is a link to it, before our file', () => {
    const sysctl = sysctlOf(
      [
        set('/etc/sysctl.conf', 0),
        set('/etc/sysctl.d/99-sysctl.conf', 0),
        set('/etc/sysctl.d/99-zz-vipfarm.conf', 1),
      ],
      { '/etc/sysctl.d/99-sysctl.conf': '../sysctl.conf' },
    );
    expect(bootAssignment(aHost({ sysctl }), key)?.path).toBe('/etc/sysctl.d/99-zz-vipfarm.conf');
  });

  it('lets a file mask those of its name in weaker folders, be it a link to nothing', () => {
    const lines = [set('/usr/lib/sysctl.d/50-x.conf', 3), set('/lib/sysctl.d/50-x.conf', 3)];
    expect(bootAssignment(aHost({ sysctl: sysctlOf(lines) }), key)?.path).toBe('/usr/lib/sysctl.d/50-x.conf');
    const masked = sysctlOf(lines, { '/etc/sysctl.d/50-x.conf': '/dev/null' });
    expect(bootAssignment(aHost({ sysctl: masked }), key)).toBeUndefined();
  });

  it('is sysctl.conf and then every file of the folder on RHEL 6, whatever its name', () => {
    const sysctl = sysctlOf([
      set('/etc/sysctl.d/site', 2),
      set('/etc/sysctl.d/zz.rpmsave', 0),
      set('/etc/sysctl.conf', 0),
    ]);
    expect(bootOrder(aHost({ sysctl, ...rhel6 }))).toEqual(['/etc/sysctl.conf', '/etc/sysctl.d/site']);
  });

  it('ends with /etc/sysctl.conf where procps reads the files', () => {
    const sysctl = sysctlOf([set('/etc/sysctl.d/99-zz-vipfarm.conf', 1), set('/etc/sysctl.conf', 0)]);
    expect(bootAssignment(aHost({ sysctl, init: 'openrc' }), key)?.path).toBe('/etc/sysctl.conf');
  });

  it('puts tuned after all files, unless it applies them again', () => {
    const sysctl = sysctlOf([
      set('/usr/lib/tuned/net/tuned.conf', 0),
      set('/etc/sysctl.d/99-zz-vipfarm.conf', 1),
    ]);
    expect(bootAssignment(aHost({ sysctl }), key)?.path).toBe('/usr/lib/tuned/net/tuned.conf');
    const applied = aHost({ sysctl: { ...sysctl, winOverTuned: true } });
    expect(bootAssignment(applied, key)?.path).toBe('/etc/sysctl.d/99-zz-vipfarm.conf');
  });

  it('lets a pattern decide only what no line names', () => {
    const star = set('/etc/sysctl.d/90-all.conf', 3, 'net.ipv4.conf.*.arp_ignore');
    const named = set('/etc/sysctl.d/10-a.conf', 1);
    expect(bootAssignment(aHost({ sysctl: sysctlOf([star, named]) }), key)?.value).toBe('1');
    expect(bootAssignment(aHost({ sysctl: sysctlOf([star]) }), 'net/ipv4/conf/eth0/arp_ignore')?.value).toBe(
      '3',
    );
  });

  it('can be asked what holds without one of the files', () => {
    const sysctl = sysctlOf([set('/etc/sysctl.d/50-a.conf', 2), set('/etc/sysctl.d/99-zz-vipfarm.conf', 1)]);
    expect(bootAssignment(aHost({ sysctl }), key, '/etc/sysctl.d/99-zz-vipfarm.conf')?.value).toBe('2');
  });
});

describe('a line of a sysctl file', () => {
  it.each([
    ['/etc/sysctl.conf:12:net.ipv4.conf.all.arp_ignore = 1', ['net/ipv4/conf/all/arp_ignore', '1', 12]],
    [
      '/etc/sysctl.conf:1:  net/ipv4/conf/eth0.100/arp_ignore=2 ',
      ['net/ipv4/conf/eth0.100/arp_ignore', '2', 1],
    ],
    ['/etc/sysctl.d/a.conf:3:-net.ipv4.conf.all.arp_announce=0', ['net/ipv4/conf/all/arp_announce', '0', 3]],
    ['/etc/sysctl.d/a.conf:3:- net.ipv4.conf.*.arp_ignore =3', ['net/ipv4/conf/*/arp_ignore', '3', 3]],
    [
      '/etc/sysctl.d/a.conf:4:net.ipv4.conf.eth0/100.arp_ignore = 1',
      ['net/ipv4/conf/eth0.100/arp_ignore', '1', 4],
    ],
    ['/etc/sysctl.conf:5:# net.ipv4.conf.all.arp_ignore = 1', undefined],
    ['/etc/sysctl.conf:6:; net.ipv4.conf.all.arp_ignore = 1', undefined],
    ['/etc/sysctl.conf:7:-net.ipv4.conf.all.arp_ignore', undefined],
    [
      '/etc/sysctl.conf:8:net.ipv4.conf.all.arp_ignore = 0 # back',
      ['net/ipv4/conf/all/arp_ignore', '0 # back', 8],
    ],
    ['/etc/sysctl.conf:9:net.ipv4.conf.all.arp_ignore =', ['net/ipv4/conf/all/arp_ignore', '', 9]],
    [
      '/etc/sysctl.conf:10:net.ipv4.conf.all.arp_ignore 1',
      ['net/ipv4/conf/all/arp_ignore', '"1" without a =', 10],
    ],
  ])('%s', (line, wanted) => {
    const { assignments } = readSysctlFiles(new Map([['sysctl-lines', `${line}\n`]]));
    const [found] = assignments.map((one) => [one.key, one.value, one.line]);
    expect(found).toEqual(wanted);
  });

  it('keeps the dots of a NIC whose name has some', () => {
    expect(slashForm('net/ipv4/conf/eth0.100/arp_ignore')).toBe('net/ipv4/conf/eth0.100/arp_ignore');
    expect(slashForm('net.ipv4.conf.eth0/100.arp_ignore')).toBe('net/ipv4/conf/eth0.100/arp_ignore');
  });
});

// As a kernel (6.18) took them.
it.each([
  ['0', 0],
  ['0 # back', 0],
  ['2\t; two', 2],
  ['1 0', 1],
  ['0x1', 1],
  ['010', 8],
  ['-1', -1],
  ['0#back', Number.NaN],
  ['1;', Number.NaN],
  ['+1', Number.NaN],
  ['off', Number.NaN],
  ['', Number.NaN],
])('the kernel takes from %j the number %d', (value, number) => {
  expect(sysctlNumber(value)).toBe(number);
});
