import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressRange, hostPrefix, isInSubnet, parseAddress, withPrefix } from '../../src/core/address.ts';

describe('parseAddress', () => {
  it.each([
    ['192.0.2.100', '192.0.2.100', 4],
    ['2001:DB8:0:0:0:0:0:100', '2001:db8::100', 6],
    ['2001:db8::0:1', '2001:db8::1', 6],
    ['::1', '::1', 6],
    ['fe80::1', 'fe80::1', 6],
  ])('reads %s as %s', (text, address, family) => {
    expect(parseAddress(text)).toEqual({ address, family });
  });

  it.each([
    '',
    '192.0.2',
    '192.0.2.256',
    '192.0.2.1.5',
    '0xc0.0.2.1',
    '192.0.2.100/32',
    '3221225985',
    'web01',
    ':',
    '2001:db8::1::2',
    'lo',
  ])('takes %j for none', (text) => {
    expect(parseAddress(text)).toBeUndefined();
  });

  it('has one text for an address, however it was written', () => {
    const group = fc.nat(0xffff);
    fc.assert(
      fc.property(fc.array(group, { minLength: 8, maxLength: 8 }), (groups) => {
        const plain = parseAddress(groups.map((one) => one.toString(16)).join(':'));
        const padded = parseAddress(
          groups.map((one) => one.toString(16).toUpperCase().padStart(4, '0')).join(':'),
        );
        expect(plain).toEqual(padded);
        expect(parseAddress(plain?.address ?? '')).toEqual(plain);
      }),
    );
  });
});

describe('prefixes and networks', () => {
  it('are whole addresses for VIPs', () => {
    expect([hostPrefix(4), hostPrefix(6)]).toEqual([32, 128]);
    expect(withPrefix({ address: '2001:db8::100', family: 6 })).toBe('2001:db8::100/128');
  });

  it('hold an address of the same family only', () => {
    expect(isInSubnet('192.0.2.100', '192.0.2.11', 24)).toBe(true);
    expect(isInSubnet('192.0.3.100', '192.0.2.11', 24)).toBe(false);
    expect(isInSubnet('192.0.2.100', '192.0.2.11', 0)).toBe(true);
    expect(isInSubnet('192.0.2.100', '2001:db8::1', 0)).toBe(false);
    expect(isInSubnet('2001:db8::100', '2001:db8::1', 64)).toBe(true);
  });

  it('have words for what an address is for', () => {
    expect(['127.0.0.1', '224.0.0.1', '255.255.255.255', 'ff02::1'].map(addressRange)).toEqual([
      'loopback',
      'multicast',
      'broadcast',
      'multicast',
    ]);
  });
});
