import { describe, expect, it } from 'vitest';
import { readFiles } from '../../../src/platforms/unix/read-files.ts';
import { readIfconfig, readMask } from '../../../src/platforms/unix/read-ifconfig.ts';
import { readListeners } from '../../../src/platforms/unix/read-netstat.ts';

/** What each address is read as, `lo0 127.0.0.1/8`. */
function addressesOf(text: string): readonly string[] {
  return readIfconfig(text.split('\n'), 'lo0').addresses.map(
    (one) => `${one.label ?? one.interface} ${one.address}/${one.prefix}`,
  );
}

describe('ifconfig of every Unix', () => {
  it('is read with each form of a mask', () => {
    const lines = [
      'lo0: flags=8049<UP,LOOPBACK,RUNNING,MULTICAST> mtu 33184',
      '\tinet 127.0.0.1 netmask 0xff000000',
      '\tinet 192.0.2.100 netmask ffffffff ',
      '\tinet 192.0.2.101/32 flags 0x0',
      '\tinet 192.0.2.102 broadcast 192.0.2.255',
      '\tinet 192.0.2.103 netmask 255.255.255.255',
      '\tinet 192.0.2.104 netmask 0xff00ff00',
      '\tinet6 ::1%1/0',
      '\tinet6 fe80::1%lo0 prefixlen 64 scopeid 0x2',
      '\tinet6 2001:db8::100/128',
    ];
    expect(addressesOf(lines.join('\n'))).toEqual([
      'lo0 127.0.0.1/8',
      'lo0 192.0.2.100/32',
      'lo0 192.0.2.101/32',
      'lo0 192.0.2.102/0',
      'lo0 192.0.2.103/32',
      'lo0 192.0.2.104/0',
      'lo0 ::1/0',
      'lo0 fe80::1/64',
      'lo0 2001:db8::100/128',
    ]);
  });

  it('is read where interfaces have logical ones, points at the other end, and MACs without zeros', () => {
    const text = `lo0: flags=2001000849<UP,LOOPBACK,RUNNING,MULTICAST,IPv4,VIRTUAL> mtu 8232 index 1
\tinet 127.0.0.1 netmask ff000000
lo0:1: flags=2001000849<UP,LOOPBACK,RUNNING,MULTICAST,IPv4,VIRTUAL> mtu 8232 index 1
\tinet 192.0.2.100 netmask ffffffff
net0: flags=1000843<BROADCAST,RUNNING,MULTICAST,IPv4> mtu 1500 index 2
\tinet 192.0.2.11 netmask ffffff00 broadcast 192.0.2.255
\tether 0:14:4f:1:2:3
tun0: flags=8051<UP,POINTOPOINT,RUNNING,MULTICAST> mtu 1380
\tinet 100.64.0.7 --> 100.64.0.8 netmask 0xffffffff`;
    expect(addressesOf(text)).toEqual([
      'lo0 127.0.0.1/8',
      'lo0:1 192.0.2.100/32',
      'net0 192.0.2.11/24',
      'tun0 100.64.0.7/32',
    ]);
    expect(readIfconfig(text.split('\n'), 'lo0').nics).toEqual([
      { name: 'net0', mac: '00:14:4f:01:02:03', up: false },
      { name: 'tun0', mac: undefined, up: true },
    ]);
  });

  it('gives no address to a line that belongs to no interface', () => {
    expect(addressesOf('\tinet 192.0.2.100 netmask 0xffffffff')).toEqual([]);
    expect(
      addressesOf('ifconfig: interface lo0 does not exist\n\tinet 192.0.2.100 netmask 0xffffffff'),
    ).toEqual([]);
  });

  it('has masks that are read whole or not at all', () => {
    expect(
      ['0xffffffff', 'ffffff00', '255.0.0.0', '0x0', '', '255.255.255', '256.0.0.0'].map(readMask),
    ).toEqual([32, 24, 8, 0, 0, 0, 0]);
  });
});

describe('netstat -an of every Unix', () => {
  it('is read by the columns of the BSDs and AIX', () => {
    const lines = [
      'tcp4       0      0 *.22                   *.*                    LISTEN',
      'tcp6       0      0 *.22                   *.*                    LISTEN',
      'tcp46      0      0 *.80                   *.*                    LISTEN',
      'tcp        0      0  *.13                  *.*                    LISTEN',
      'tcp4       0      0 192.0.2.100.443        *.*                    LISTEN',
      'tcp4       0      0 192.0.2.11.22          192.0.2.1.50408        ESTABLISHED',
      'udp4       0      0 127.0.0.1.123          *.*',
    ];
    expect(readListeners(lines).map((one) => `${one.protocol} ${one.address} ${one.port}`)).toEqual([
      'tcp 0.0.0.0 22',
      'tcp :: 22',
      'tcp * 80',
      'tcp * 13',
      'tcp 192.0.2.100 443',
      'udp 127.0.0.1 123',
    ]);
  });

  it('is read below the headings of Solaris', () => {
    const lines = [
      'UDP: IPv4',
      '   Local Address        Remote Address      State',
      '      *.514                                 Idle',
      'TCP: IPv4',
      '   Local Address        Remote Address    Swind Send-Q Rwind Recv-Q    State',
      '      *.22                 *.*                0      0 128000      0 LISTEN',
      '192.0.2.11.22        192.0.2.1.50408    64128      0 128872      0 ESTABLISHED',
      'TCP: IPv6',
      '      *.443                             *.*             0      0 128000      0 LISTEN',
    ];
    expect(readListeners(lines).map((one) => `${one.protocol} ${one.address} ${one.port}`)).toEqual([
      'udp 0.0.0.0 514',
      'tcp 0.0.0.0 22',
      'tcp :: 443',
    ]);
  });
});

describe('files as a probe prints them', () => {
  it('have their text, mode and target, and end where they end', () => {
    const text = `= /etc/rc.d/rc2.d/S09vipfarm
-rwxr--r--    1 root     system          120 Nov 23 01:00 /etc/rc.d/rc2.d/S09vipfarm
|#!/usr/bin/ksh
|
= /etc/cut
-rw-r--r-- 1 root wheel 5 Nov 23 01:00 /etc/cut
|one
|
| two
= /etc/link
lrwxrwxrwx 1 root wheel 9 Nov 23 01:00 /etc/link -> /usr/lib/x y
= /etc/empty
-rwsr-xr-t+ 1 root wheel 0 Nov 23 01:00 /etc/empty
|
`;
    expect([...readFiles(text)]).toEqual([
      ['/etc/rc.d/rc2.d/S09vipfarm', { kind: 'file', mode: 0o744, content: '#!/usr/bin/ksh\n' }],
      ['/etc/cut', { kind: 'file', mode: 0o644, content: 'one\n\n two' }],
      ['/etc/link', { kind: 'link', target: '/usr/lib/x y' }],
      ['/etc/empty', { kind: 'file', mode: 0o5755, content: '' }],
    ]);
  });
});
