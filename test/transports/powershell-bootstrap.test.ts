import fc from 'fast-check';
import { expect, it } from 'vitest';
import { encodeScript, powershellCommand } from '../../src/transports/powershell-bootstrap.ts';

it('a script of any characters travels as short lines of ASCII that say their length at the end', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 1000 }), (script) => {
      const lines = encodeScript(script).split('\n');
      const [last, end] = lines.slice(-2);
      const encoded = lines.slice(0, -2).join('');
      expect(end).toBe('');
      expect(last).toBe(`.${encoded.length}`);
      expect(Buffer.from(encoded, 'base64').equals(Buffer.from(script, 'utf8'))).toBe(true);
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(1000);
    }),
    { numRuns: 100 },
  );
});

it('the bootstrap needs nothing that PowerShell 3 does not have', () => {
  const encoded = powershellCommand().split(' ').at(-1) ?? '';
  const bootstrap = Buffer.from(encoded, 'base64').toString('utf16le');
  expect(bootstrap).not.toMatch(/::new\(|\?\?|&&|\|\||[^\x20-\x7e\n]/);
  expect(powershellCommand().length).toBeLessThan(2000);
});
