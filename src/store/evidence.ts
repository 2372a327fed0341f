import { closeSync, createReadStream, ftruncateSync, openSync, writeFileSync } from 'node:fs';

/** What a host said at one moment of a run. */
export interface EvidenceRecord {
  readonly host: string;
  readonly moment: EvidenceMoment;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** Its raw output, secrets removed. */
  readonly text: string;
}

/** hook: what the operator's commands printed. confirm: the end of a change under a dead-man. memory: the host's own notes. */
export const evidenceMoments = ['before', 'change', 'confirm', 'after', 'hook', 'memory'] as const;
export type EvidenceMoment = (typeof evidenceMoments)[number];

/** The evidence of all hosts of a run, one record after the other in one file: a file for each host costs far more. */
export interface EvidenceFile {
  /** Appends a record; it is written when this returns. @throws Error of the file system; then nothing of it stays */
  append(record: EvidenceRecord): void;
  close(): void;
}

export function openEvidenceFile(path: string): EvidenceFile {
  const file = openSync(path, 'ax', 0o600);
  let end = 0;
  return {
    append(record) {
      const written = recordText(record);
      try {
        writeFileSync(file, written);
        end += written.length;
      } catch (cause) {
        ftruncateSync(file, end);
        throw cause;
      }
    },
    close: () => closeSync(file),
  };
}

/** `==== web01 before 2026-11-22T23:10:04.123Z 4711 bytes`, the output as it came, and an end of line. */
export function recordText({ host, moment, at, text }: EvidenceRecord): Buffer {
  return Buffer.from(`==== ${host} ${moment} ${at} ${Buffer.byteLength(text)} bytes\n${text}\n`);
}

const headline = /^==== (\S+) (\w+) (\S+) (\d+) bytes$/;

/**
 * The records of a file as they were written. A last one that a crash has cut in half is passed over; a run that kept
 * nothing has none.
 */
export async function* readEvidence(path: string): AsyncGenerator<EvidenceRecord> {
  let unread: Buffer = Buffer.alloc(0);
  try {
    for await (const chunk of createReadStream(path)) {
      unread = Buffer.concat([unread, chunk]);
      for (let first = firstRecord(unread); first !== undefined; first = firstRecord(unread)) {
        yield first.record;
        unread = unread.subarray(first.length);
      }
    }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
}

function firstRecord(
  bytes: Buffer,
): { readonly record: EvidenceRecord; readonly length: number } | undefined {
  const start = bytes.indexOf('\n') + 1;
  const [, host = '', moment, at = '', size] = headline.exec(bytes.toString('utf8', 0, start - 1)) ?? [];
  const end = start + Number(size);
  if (!isMoment(moment) || bytes.length <= end) return undefined;
  return { record: { host, moment, at, text: bytes.toString('utf8', start, end) }, length: end + 1 };
}

function isMoment(word: string | undefined): word is EvidenceMoment {
  return evidenceMoments.some((moment) => moment === word);
}
