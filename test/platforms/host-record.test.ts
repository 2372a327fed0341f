import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type HostRecord, parseRecord, renderRecord } from '../../src/platforms/host-record.ts';

const octet = fc.nat(255);
const address = fc.tuple(octet, octet, octet, octet).map((octets) => octets.join('.'));
const word = fc.string({ minLength: 1, unit: fc.constantFrom(...'abcXYZ019._-:%@/') });
const digest = fc.string({ minLength: 64, maxLength: 64, unit: fc.constantFrom(...'0123456789abcdef') });
const pathWithBlanks = fc.array(word, { minLength: 1, maxLength: 3 }).map((parts) => `/${parts.join(' ')}`);

const records: fc.Arbitrary<HostRecord> = fc.record({
  vips: fc.array(address.map((text) => ({ address: text, family: 4 as const }))),
  guests: fc.array(address.map((text) => `${text}/32`)),
  priorSysctl: fc.array(fc.tuple(word, fc.integer().map(String))).map((pairs) => new Map(pairs)),
  files: fc.array(fc.tuple(pathWithBlanks, digest)).map((pairs) => new Map(pairs)),
  folders: fc.array(word.map((text) => `/${text}`)),
});

describe('the record of a host', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(records, (record) => {
        expect(parseRecord(renderRecord(record))).toEqual(record);
      }),
    );
  });

  it('is none when the text is not one, or of another version', () => {
    for (const text of ['', 'vip 192.0.2.100\n', 'vipfarm record 2\nvip 192.0.2.100\n']) {
      expect(parseRecord(text)).toBeUndefined();
    }
  });

  it('passes over what it does not know, and what was cut off', () => {
    const text = 'vipfarm record 1\nvip 192.0.2.100\nvip 192.0.2.\nnovelty 1 2 3\n';
    expect(parseRecord(text)?.vips).toEqual([{ address: '192.0.2.100', family: 4 }]);
  });
});
