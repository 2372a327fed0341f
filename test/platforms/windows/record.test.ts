import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAddress } from '../../../src/core/address.ts';
import { parseRecord, renderRecord, type WindowsRecord } from '../../../src/platforms/windows/record.ts';

const address = fc
  .oneof(fc.ipV4(), fc.ipV6())
  .map(parseAddress)
  .filter((one) => one !== undefined);
const guid = fc.uuid().map((one) => `{${one}}`);

const records: fc.Arbitrary<WindowsRecord> = fc.record({
  vips: fc.array(address, { maxLength: 4 }),
  adopted: fc.option(guid, { nil: undefined }),
  prior: fc.array(
    fc.record({
      adapter: guid,
      family: fc.constantFrom(4 as const, 6 as const),
      setting: fc.constantFrom('weakHostReceive', 'registers', 'ms_server'),
      store: fc.constantFrom('ActiveStore' as const, 'PersistentStore' as const),
      value: fc.constantFrom('Enabled', 'Disabled', 'True'),
    }),
    { maxLength: 4 },
  ),
  rules: fc.array(
    address.map((one) => `vipfarm-tcp-443-${one.address}`),
    { maxLength: 4 },
  ),
});

describe('the record on a Windows host', () => {
  it('is read as it was written, also with the line ends of an editor of Windows', () => {
    fc.assert(
      fc.property(records, (record) => {
        expect(parseRecord(renderRecord(record))).toEqual(record);
        expect(parseRecord(renderRecord(record).replaceAll('\n', '\r\n'))).toEqual(record);
      }),
    );
  });

  it('passes over lines of a later version, and is nothing when it is another file', () => {
    const later = 'vipfarm windows record 1\ncolour blue\nprior {a} 4 x Elsewhere 1\nvip 192.0.2.100\n';
    expect(parseRecord(later)).toEqual({
      vips: [{ address: '192.0.2.100', family: 4 }],
      adopted: undefined,
      prior: [],
      rules: [],
    });
    expect(parseRecord('vip 192.0.2.100\n')).toBeUndefined();
  });

  it('gives nothing but addresses for VIPs, whatever stands in it', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (lines) => {
        const read = parseRecord(['vipfarm windows record 1', ...lines].join('\n'));
        expect(read?.vips.every((vip) => parseAddress(vip.address) !== undefined)).toBe(true);
      }),
    );
  });
});
