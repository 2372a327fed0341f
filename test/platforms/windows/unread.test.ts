import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readSections } from '../../../src/platforms/probe-output.ts';
import { windows } from '../../../src/platforms/windows/index.ts';
import type { WindowsObserved } from '../../../src/platforms/windows/observed.ts';
import { stateOf } from '../../../src/verification/judge-host.ts';
import { readTranscripts } from '../../transcripts/read-transcripts.ts';
import { desiring } from '../desiring.ts';
import { vips } from './windows-host.ts';

const text =
  readTranscripts('windows').find((one) => one.file.endsWith('simulated-2022-after.yaml'))?.output ?? '';
const wanted = desiring({ present: vips });

function read(output: string): WindowsObserved {
  return windows.observe(readSections(output));
}

/** As the probe says it where a cmdlet failed, or a right was missing. */
function without(part: string): WindowsObserved {
  const gone = text.replace(new RegExp(`\n@@vipfarm ${part}\n(?:[^@].*\n|\n(?!@@))*`), '\n');
  expect(gone).not.toBe(text);
  const id = JSON.stringify({ part, id: 'AccessDenied,Get-It' });
  return read(gone.replace('\n@@vipfarm unread\n', `\n@@vipfarm unread\n${id}\n`));
}

const judged = ['addresses', 'addresses-at-boot', 'interfaces', 'interfaces-at-boot', 'adapters', 'dns'];

it('a host of which all was read is ok', () => {
  expect(stateOf(windows.checks(wanted, read(text)))).toBe('ok');
});

it.each([...judged, 'bindings', 'record'])(
  'a host of which %s could not be read is not called ok',
  (part) => {
    const host = without(part);
    const checks = windows.checks(wanted, host);
    expect(stateOf(checks)).not.toBe('ok');
    expect(checks.map((check) => check.found)).toContain(
      `${part} could not be read there (AccessDenied,Get-It)`,
    );
    for (const wish of [wanted, desiring({ absent: vips })])
      expect(windows.plan(wish, host)).toMatchObject({ kind: 'refused' });
  },
);

it.each(['trial-record', 'own-adapter'])('nothing is planned where %s could not be read', (part) => {
  const host = { ...read(text), unread: [{ part, id: 'IOException' }] };
  expect(windows.plan(desiring({ absent: vips }), host)).toMatchObject({
    kind: 'refused',
    reason: expect.stringContaining(part),
  });
});

it('rows that are damaged are not taken for none, whatever the damage', () => {
  const rows = [...text.matchAll(/\n@@vipfarm ([a-z-]+)\n(?=\{)/g)].filter(([, name = '']) =>
    judged.includes(name),
  );
  expect(rows).toHaveLength(judged.length);
  fc.assert(
    fc.property(fc.constantFrom(...rows), fc.string({ unit: 'grapheme' }), (row, damage) => {
      const [head, name = ''] = row;
      const at = row.index + head.length;
      const host = read(`${text.slice(0, at)}{${damage.replaceAll('\n', '')}\n${text.slice(at)}`);
      const isStillRow = host.unread.every((one) => one.part !== name);
      // Some damage is a row all the same.
      if (!isStillRow) expect(stateOf(windows.checks(wanted, host))).not.toBe('ok');
      else expect(() => JSON.parse(`{${damage}`)).not.toThrow();
    }),
    { numRuns: 500 },
  );
});
