import { describe, expect, it } from 'vitest';
import { readAddresses, readConf, readLinks } from '../../../src/platforms/linux/read-interfaces.ts';
import { readListeners } from '../../../src/platforms/linux/read-listeners.ts';
import { checkService } from '../../../src/platforms/vip-checks.ts';

const rest = '\\       valid_lft forever preferred_lft forever';

describe('a line of ip -o addr', () => {
  it.each([
    [`1: lo    inet 127.0.0.1/8 scope host lo${rest}`, 'lo 127.0.0.1/8 host -'],
    [`1: lo    inet 192.0.2.100/32 scope global lo:0${rest}`, 'lo 192.0.2.100/32 global lo:0'],
    [
      `1: lo    inet 192.0.2.100/32 brd 192.0.2.100 scope global lo:vipc0000264${rest}`,
      'lo 192.0.2.100/32 global lo:vipc0000264',
    ],
    [`1: lo    inet6 ::1/128 scope host proto kernel_lo ${rest}`, 'lo ::1/128 host -'],
    [`1: lo    inet6 2001:DB8::0100/128 scope global ${rest}`, 'lo 2001:db8::100/128 global -'],
    [
      `2: eth0    inet 192.0.2.11/24 metric 100 brd 192.0.2.255 scope global dynamic noprefixroute eth0${rest}`,
      'eth0 192.0.2.11/24 global -',
    ],
    [`3: tun0    inet 10.8.0.6 peer 10.8.0.5/32 scope global tun0${rest}`, 'tun0 10.8.0.6/32 global -'],
    [
      '2: eth0    inet 192.0.2.11/24 brd 192.0.2.255 scope global secondary eth0',
      'eth0 192.0.2.11/24 global -',
    ],
    [`4: eth0.100    inet 192.0.2.12/24 scope global eth0.100${rest}`, 'eth0.100 192.0.2.12/24 global -'],
  ])('%s', (line, wanted) => {
    const [one] = readAddresses([line]);
    expect(`${one?.interface} ${one?.address}/${one?.prefix} ${one?.scope} ${one?.label ?? '-'}`).toBe(
      wanted,
    );
  });

  it.each([
    '',
    '1: lo',
    '1: lo    inet',
    '1: lo    inet 999.1.1.1/8 scope host lo',
    'Device "x" does not exist.',
  ])('is none: %j', (line) => {
    expect(readAddresses([line])).toEqual([]);
  });
});

describe('a line of ip -o link', () => {
  it('names the NIC without the one that it stands on, and leaves lo out', () => {
    const lines = [
      '1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue\\    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00',
      '2: eth0@if9: <BROADCAST,UP,LOWER_UP> mtu 1500\\    link/ether 02:00:00:00:00:11 brd ff:ff:ff:ff:ff:ff',
      '3: tun0: <POINTOPOINT,NOARP> mtu 1500\\    link/none ',
    ];
    expect(readLinks(lines)).toEqual([
      { name: 'eth0', mac: '02:00:00:00:00:11', up: true },
      { name: 'tun0', mac: undefined, up: false },
    ]);
  });
});

describe('the settings of interfaces', () => {
  it('are numbers of any length, and left out where ARP is not known', () => {
    const lines = [
      './eth0.100/arp_ignore:12',
      './eth0.100/arp_announce:2',
      './eth0.100/rp_filter:1',
      './eth1/arp_ignore:1',
      './x',
    ];
    expect([...readConf(lines)]).toEqual([
      ['eth0.100', { arpIgnore: 12, arpAnnounce: 2, rpFilter: 1, forwarding: 0, proxyArp: 0 }],
    ]);
  });
});

describe('a line of ss or netstat', () => {
  it.each([
    ['tcp   LISTEN 0      128          0.0.0.0:22        0.0.0.0:*', 'tcp 0.0.0.0 22'],
    ['udp   UNCONN 0      0      127.0.0.53%lo:53        0.0.0.0:*', 'udp 127.0.0.53 53'],
    ['tcp   LISTEN 0      128    [2001:db8::100]:443           [::]:*', 'tcp 2001:db8::100 443'],
    [
      'tcp        0      0 0.0.0.0:80                  0.0.0.0:*                   LISTEN      ',
      'tcp 0.0.0.0 80',
    ],
    [
      'tcp6       0      0 ::ffff:192.0.2.11:8080  :::*                    LISTEN      ',
      'tcp 192.0.2.11 8080',
    ],
  ])('%s', (line, wanted) => {
    expect(readListeners([line]).map((one) => `${one.protocol} ${one.address} ${one.port}`)).toEqual([
      wanted,
    ]);
  });

  it('is none when it is a heading', () => {
    const headings = [
      'Netid State  Recv-Q Send-Q Local Address:Port Peer Address:PortProcess',
      'Active Internet connections (only servers)',
    ];
    expect(readListeners(headings)).toEqual([]);
  });
});

describe('a service on every address', () => {
  const both = [
    { address: '192.0.2.100', family: 4 as const },
    { address: '2001:db8::100', family: 6 as const },
  ];
  const verdicts = (lines: readonly string[]) =>
    [...both.map((vip) => [vip]), both].map((vips) => {
      const service = { protocol: 'tcp' as const, port: 80 };
      return checkService(service, vips, readListeners(lines), 'listeners').verdict;
    });

  it.each([
    [
      'ss, for both families',
      ['tcp LISTEN 0 128 0.0.0.0:22 0.0.0.0:*', 'tcp LISTEN 0 512 *:80 *:*'],
      ['ok', 'ok', 'ok'],
    ],
    [
      'ss, one that refuses IPv4',
      ['tcp LISTEN 0 128 0.0.0.0:22 0.0.0.0:*', 'tcp LISTEN 0 128 [::]:80 [::]:*'],
      ['wrong', 'ok', 'wrong'],
    ],
    [
      'ss, one for each family',
      ['tcp LISTEN 0 128 0.0.0.0:80 0.0.0.0:*', 'tcp LISTEN 0 128 [::]:80 [::]:*'],
      ['ok', 'ok', 'ok'],
    ],
    [
      'an older ss, IPv4',
      ['tcp LISTEN 0 511 *:80 *:*', 'tcp LISTEN 0 128 [::]:22 [::]:*'],
      ['ok', 'notice', 'notice'],
    ],
    [
      'an older ss, IPv6',
      ['tcp LISTEN 0 511 *:22 *:*', 'tcp LISTEN 0 128 [::]:80 [::]:*'],
      ['notice', 'ok', 'notice'],
    ],
    [
      'the oldest ss, IPv4',
      ['tcp LISTEN 0 128 *:80 *:*', 'tcp LISTEN 0 128 :::22 :::*'],
      ['ok', 'wrong', 'wrong'],
    ],
    [
      'the oldest ss, IPv6',
      ['tcp LISTEN 0 128 *:22 *:*', 'tcp LISTEN 0 128 :::80 :::*'],
      ['notice', 'ok', 'notice'],
    ],
    [
      'netstat, IPv6',
      ['tcp 0 0 0.0.0.0:22 0.0.0.0:* LISTEN', 'tcp6 0 0 :::80 :::* LISTEN'],
      ['notice', 'ok', 'notice'],
    ],
  ])('is judged for an IPv4 VIP, an IPv6 VIP and both by %s', (_tool, lines, wanted) => {
    expect(verdicts(lines)).toEqual(wanted);
  });

  it('is said to be unknown where it is', () => {
    const [vip] = both;
    const listeners = readListeners(['tcp6 0 0 :::80 :::* LISTEN']);
    const check = checkService(
      { protocol: 'tcp', port: 80 },
      vip === undefined ? [] : [vip],
      listeners,
      'listeners',
    );
    expect(check.found).toBe('tcp port 80 listens on every IPv6 address (of IPv4 it is not known)');
  });
});
