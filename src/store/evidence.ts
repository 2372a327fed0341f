import { type FileHandle, open } from 'node:fs/promises';

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

/**
 * A record as it is kept: `==== web01 before 2026-11-22T23:10:04.123Z 4711 bytes`, the output as it came, and an end of
 * line. All hosts of a run share one file, one record after the other: a file for each host costs far more.
 */
export function recordText({ host, moment, at, text }: EvidenceRecord): Buffer {
  return Buffer.from(`==== ${host} ${moment} ${at} ${Buffer.byteLength(text)} bytes\n${text}\n`);
}

const headline = /^==== (\S+) (\w+) (\S+) (\d+) bytes$/;

/** Bytes read at once. */
const readSize = 1 << 16;

/**
 * The records of a file as they were written. A last one that a crash has cut in half is passed over; a run that kept
 * nothing has none. All is read through one room, which grows for a record that is longer: a buffer for each piece of
 * the 8 MB of 1,000 hosts is garbage that nobody collects in time.
 */
export async function* readEvidence(path: string): AsyncGenerator<EvidenceRecord> {
  await using file = await openIfThere(path);
  let room = Buffer.allocUnsafeSlow(readSize);
  let filled = 0;
  for (;;) {
    const read = (await file?.read(room, filled, room.length - filled))?.bytesRead ?? 0;
    if (read === 0) return;
    filled += read;
    let done = 0;
    for (let first = firstRecord(room.subarray(0, filled)); first !== undefined; ) {
      yield first.record;
      done += first.length;
      first = firstRecord(room.subarray(done, filled));
    }
    room.copyWithin(0, done, filled);
    filled -= done;
    if (filled === room.length) room = Buffer.concat([room], 2 * room.length);
  }
}

async function openIfThere(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
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
