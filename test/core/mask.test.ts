import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isInSubnet } from '../../src/core/address.ts';
import { maskText } from '../../src/core/mask.ts';

describe('a masked text', () => {
  it('names no address, MAC or host of the farm, and the same by the same', () => {
    const text = [
      'web05 eth0 172.31.40.5/24 brd 172.31.40.255 link/ether 3c:ec:ef:12:34:56',
      'WEB05.dc1.example default via 172.31.40.1 dev eth0',
      'en0 link#2 a.c6.24.39.41.3  10.44.0.9   3C-EC-EF-12-34-56',
      'inet6 2a00:1450:4001:82a::200e/64  2a00:1450:4001:82a:3eec:efff:fe12:3456  fe80::3eec:efff:fe12:3456',
    ].join('\n');
    expect(maskText(text, ['web05.dc1.example', 'web05']).split('\n')).toEqual([
      'host2 eth0 10.1.40.5/24 brd 10.1.40.255 link/ether 02:00:00:00:00:01',
      'host1 default via 10.1.40.1 dev eth0',
      'en0 link#2 02.00.00.00.00.02  10.2.0.9   02-00-00-00-00-01',
      'inet6 2001:db8:0:1::200e/64  2001:db8:0:1::ffff:1  fe80::ffff:1',
    ]);
  });

  it('keeps what is nobody’s own, and what is no address', () => {
    const text =
      '127.0.0.1/8 ::1/128 0.0.0.0 255.255.255.0 0xffffff00 ff02::1 224.0.0.1 169.254.3.4 00:00:00:00:00:00 02-00-4C-4F-4F-50 12:34:56 6.1.0-38 1.2.3.4.5';
    expect(maskText(text, [])).toBe(text);
  });

  it('keeps who is in whose network', () => {
    const octet = fc.integer({ min: 1, max: 223 }).filter((one) => one !== 127 && one !== 169);
    const address = fc.tuple(octet, fc.nat(255), fc.nat(255), fc.nat(255)).map((octets) => octets.join('.'));
    fc.assert(
      fc.property(address, address, fc.integer({ min: 16, max: 32 }), (one, other, prefix) => {
        const [maskedOne = '', maskedOther = ''] = maskText(`${one} ${other}`, []).split(' ');
        expect(isInSubnet(maskedOne, maskedOther, prefix)).toBe(isInSubnet(one, other, prefix));
      }),
    );
  });

  it('names the host of no transcript', () => {
    const folder = 'test/transcripts/linux/';
    for (const file of readdirSync(folder)) {
      const masked = maskText(readFileSync(`${folder}${file}`, 'utf8'), ['web01']);
      expect(masked).not.toContain('web01');
    }
  });
});
