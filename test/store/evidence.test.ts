import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EvidenceRecord, evidenceMoments, readEvidence, recordText } from '../../src/store/evidence.ts';
import { exportEvidence } from '../../src/store/export-evidence.ts';
import { openGrowingFile } from '../../src/store/growing-file.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vipfarm-test-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function said(host: string, text: string, moment: EvidenceRecord['moment'] = 'before'): EvidenceRecord {
  return { host, moment, at: '2026-11-22T23:10:04.123Z', text };
}

/** What a host says may look like anything, this format included. */
const records = [
  said('web01', 'one\ntwo\n'),
  said('web02', ''),
  said('2001:db8::1', `ein Wort mit ß ohne Zeilenende, ${'lang '.repeat(40_000)}`),
  said('web01', '==== web09 before 2026-11-22T23:10:04.123Z 1 bytes\nx\n', 'after'),
];

function write(kept = records): string {
  const path = join(folder, 'evidence.txt');
  const file = openGrowingFile(path);
  for (const record of kept) file.append(recordText(record));
  file.close();
  return path;
}

async function read(path: string): Promise<readonly EvidenceRecord[]> {
  const found: EvidenceRecord[] = [];
  for await (const record of readEvidence(path)) found.push(record);
  return found;
}

describe('the evidence of a run', () => {
  it('is read back whatever the moment that it is of', async () => {
    const kept = evidenceMoments.map((moment) => said('web01', `said at ${moment}`, moment));
    expect(await read(write(kept))).toEqual(kept);
  });

  it('is read as it was written', async () => {
    expect(await read(write())).toEqual(records);
  });

  it('is plain text with a line before each output', () => {
    expect(readFileSync(write(), 'utf8')).toMatch(
      /^==== web01 before 2026-11-22T23:10:04.123Z 8 bytes\none\ntwo\n\n====/,
    );
  });

  it('is read up to a record that a crash has cut in half, wherever that was', async () => {
    const path = write();
    const last = recordText(said('web03', 'cut\n'));
    for (let length = 1; length < last.length; length += 1) {
      const cut = join(folder, `cut-${length}`);
      appendFileSync(cut, readFileSync(path));
      appendFileSync(cut, last.subarray(0, length));
      expect(await read(cut)).toEqual(records);
    }
  });

  it('is nothing where nothing was kept', async () => {
    expect(await read(join(folder, 'none'))).toEqual([]);
  });

  it('goes into one file for each host, under a name that can be one', async () => {
    const files = await exportEvidence(readEvidence(write()), join(folder, 'ticket'));
    expect(files.map((file) => file.slice(folder.length))).toEqual([
      '/ticket/web01.txt',
      '/ticket/web02.txt',
      expect.stringMatching(/^\/ticket\/2001_db8__1-[0-9a-f]{12}\.txt$/),
    ]);
    expect(await read(files[0] ?? '')).toEqual(records.filter((record) => record.host === 'web01'));
  });
});
