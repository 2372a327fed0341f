import { createHash } from 'node:crypto';
import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileNotWritten } from '../core/file-not-written.ts';
import { type EvidenceRecord, recordText } from './evidence.ts';

/**
 * Writes one file for each host into the folder, which is made if need be. Files of the same names are written anew.
 * Gives the paths.
 * @throws Problem file-not-written
 */
export async function exportEvidence(
  records: AsyncIterable<EvidenceRecord>,
  folder: string,
): Promise<readonly string[]> {
  await told(folder, mkdir(folder, { recursive: true, mode: 0o700 }));
  const written = new Set<string>();
  for await (const record of records) {
    const path = join(folder, `${fileName(record.host)}.txt`);
    const text = recordText(record);
    await told(path, written.has(path) ? appendFile(path, text) : writeFile(path, text, { mode: 0o600 }));
    written.add(path);
  }
  return [...written];
}

async function told(place: string, writing: Promise<unknown>): Promise<void> {
  try {
    await writing;
  } catch (cause) {
    throw fileNotWritten('the evidence', place, cause);
  }
}

/** Names that are no file names get a digest, so that no two hosts share a file. */
function fileName(host: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,150}$/.test(host)) return host;
  const digest = createHash('sha256').update(host).digest('hex').slice(0, 12);
  return `${host.replace(/[^A-Za-z0-9._-]/g, '_').slice(0, 100)}-${digest}`;
}
