import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  readConfig,
  readDump,
  readInterfaceSettings,
  readInterfaces,
  readNetsh,
} from '../../../src/platforms/windows/netsh.ts';

function recording(name: string): string {
  return readFileSync(new URL(`recordings/${name}.txt`, import.meta.url), 'utf8');
}

/** As the publishing sites left it, and as Windows prints it. */
const forms = [(text: string) => text, (text: string) => text.replaceAll('\n', '\r\n')];

describe.each(forms)('what netsh printed on real hosts', (form) => {
  it.each([
    ['en-show-interfaces-gonetsh', [9, 1, 2, 14], 'vEthernet (HNS Internal NIC)'],
    ['en-show-interfaces-ws2008r2', [1, 11], 'Production'],
    ['fr-show-interfaces-w10-a', [1, 12, 14, 4, 18, 3, 19], 'VMware Network Adapter VMnet8'],
    ['ja-show-interfaces-w10', [1, 18, 8], 'Ethernet'],
    ['ja-show-interfaces-ws2012r2', [1, 12], 'Ethernet'],
    ['ja-show-interfaces-tether', [19], 'イーサネット 5'],
    ['zh-show-interfaces-illustrative', [12, 18], 'WLAN'],
  ])('%s is read by position', (name, indexes, last) => {
    const rows = readInterfaces(form(recording(name)));
    expect(rows.map((row) => row.index)).toEqual(indexes);
    expect(rows.every((row) => ['connected', 'disconnected'].includes(row.state))).toBe(true);
    expect(rows.at(-1)?.name).toBe(last);
  });

  it('gives no rows of the table that has no indexes', () => {
    expect(readInterfaces(form(recording('ko-interface-show-interface-fixture')))).toEqual([]);
  });

  it('has weak host in the 17th and 18th row after the index', () => {
    const text = form(recording('en-show-interface-parameters-wsl'));
    const off = { index: 39, family: 4, weakHostSend: false, weakHostReceive: false };
    expect(readInterfaceSettings(text, 4)).toEqual(off);
    const sends = text.replace(/(Weak Host Sends +: )disabled/, '$1enabled');
    expect(readInterfaceSettings(sends, 4)).toEqual({ ...off, weakHostSend: true });
    const receives = text.replace(/(Weak Host Receives +: )disabled/, '$1enabled');
    expect(readInterfaceSettings(receives, 4)).toEqual({ ...off, weakHostReceive: true });
  });

  it('does not depend on what the rows are called, in whatever language', () => {
    const text = form(recording('en-show-interface-parameters-wsl')).replace(
      /(Weak Host Sends +: )disabled/,
      '$1enabled',
    );
    const translated = text.replaceAll(/^[^\n:]+?(?= +: )/gm, '弱主机 Schwacher Host');
    expect(readInterfaceSettings(translated, 4)).toEqual(readInterfaceSettings(text, 4));
  });

  it('knows nothing of rows that are cut off', () => {
    expect(readInterfaceSettings(form(recording('ru-show-interface-parameters-head')), 6)).toEqual({
      index: 9,
      family: 6,
      weakHostSend: undefined,
      weakHostReceive: undefined,
    });
  });

  it.each([
    ['en-show-config-gonetsh', ['10.88.48.68', '127.0.0.1']],
    ['en-show-config-wsl', ['172.29.192.1']],
    ['ko-show-config-fixture', ['192.168.10.20']],
    ['fr-show-addresses', ['172.16.196.94']],
  ])('%s has these addresses, and those of gateways and name servers are none', (name, addresses) => {
    expect(readConfig(form(recording(name)))).toEqual(addresses);
  });

  it('reads the addresses of a dump', () => {
    expect(readDump(form(recording('en-ipv4-dump-outline')))).toEqual(['10.0.85.2']);
  });
});

it('reads any text without a fault, and no address that is not in it', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      ...['en-show-interface-parameters-wsl', 'en-ipv4-dump-outline', 'en-show-config-gonetsh'].map(
        recording,
      ),
    ),
  );
  const command = fc.constantFrom(
    'interface ipv4 show interfaces',
    'interface ipv6 show interface 4',
    'interface ipv4 dump',
    'interface ipv6 dump',
    'interface ipv4 show config',
    'no command',
  );
  fc.assert(
    fc.property(fc.array(fc.record({ command, text }), { maxLength: 4 }), fc.nat(400), (outputs, cut) => {
      const damaged = outputs.map((one) => ({ ...one, text: one.text.slice(cut) }));
      const { addresses, inUse } = readNetsh(damaged);
      expect(
        [...addresses, ...inUse].filter((one) => !damaged.some(({ text: said }) => said.includes(one))),
      ).toEqual([]);
    }),
    { numRuns: 2000 },
  );
});
