import { digestOf } from '../../core/digest.ts';
import type { Confirmation, Step } from '../../core/step.ts';
import { type HostRecord, renderRecord } from '../host-record.ts';
import type { OwnFile } from '../own-file.ts';
import { isGone } from '../posix/file-change.ts';
import { writeFile } from './change-files.ts';
import { contentDigest } from './intent.ts';
import type { LinuxObserved } from './observed.ts';
import { recordPath, trialRecordPath } from './place.ts';

/** Writes what is needed to undo onto the host itself, before anything else is done. */
export function remember(record: HostRecord | undefined, host: LinuxObserved): readonly Step[] {
  if (record === undefined) return [];
  const file = recordFile(record, recordPath);
  const { lastingRecord } = host;
  if (lastingRecord !== undefined && renderRecord(lastingRecord) === renderRecord(record)) return [];
  return [
    {
      id: 'remember',
      title: `~ ${recordPath}`,
      reason: 'what is ours and what was before, so that it can be undone',
      risk: 'none',
      trial: writeFile(recordFile(record, trialRecordPath), withRecordFiles(host)),
      ...writeFile(file, withRecordFiles(host)),
    },
  ];
}

/** The record with the files that leave in this change: it names a file until it is gone, whenever a script is killed. */
export function withLeavingFiles(record: HostRecord, host: LinuxObserved): HostRecord {
  const earlier = [host.lastingRecord, host.record].flatMap((one) => [...(one?.files ?? [])]);
  const leaving = earlier.filter(([path]) => !record.files.has(path) && host.files.has(path));
  return leaving.length === 0 ? record : { ...record, files: new Map([...record.files, ...leaving]) };
}

/** The files that were named because they were leaving have left. The copy that was saved is of what was before both. */
export function forgetFiles(from: HostRecord, to: HostRecord): readonly Step[] {
  if (from === to) return [];
  const before = recordFile(from, recordPath);
  const after = recordFile(to, recordPath);
  const write = ({ path, content, mode }: RecordFile) => ({ kind: 'write', path, content, mode }) as const;
  const isWritten = ({ path, content }: RecordFile): Confirmation => ({
    command: ['sha256sum', path],
    expect: { contains: digestOf(content) },
  });
  return [
    {
      id: 'remember-rest',
      title: `~ ${recordPath}`,
      reason: 'files that have left are ours no more',
      risk: 'none',
      trial: 'none',
      apply: [write(after)],
      confirm: [isWritten(after)],
      undo: [write(before)],
      undone: [isWritten(before)],
    },
  ];
}

/** Nothing of ours is left: the folders we made, and the record, go. */
export function forget(record: HostRecord | undefined, host: LinuxObserved): readonly Step[] {
  if (record !== undefined || host.record === undefined) return [];
  const folders = host.record.folders.filter((path) => host.folders.has(path));
  return [
    {
      id: 'forget',
      title: `- ${recordPath}`,
      reason: 'nothing of vipfarm is left on this host',
      risk: 'none',
      trial: 'none',
      apply: [
        { kind: 'save', path: recordPath },
        ...folders.toReversed().map((path) => ({ kind: 'remove', path }) as const),
        { kind: 'remove', path: recordPath },
      ],
      confirm: [isGone(recordPath)],
      undo: [
        ...folders.map((path) => ({ kind: 'folder', path, mode: 0o755 }) as const),
        { kind: 'restore', path: recordPath },
      ],
      undone: [],
    },
  ];
}

/** The probe reads the text of records and does not digest it. */
function withRecordFiles(host: LinuxObserved): LinuxObserved {
  const files = new Map(host.files);
  for (const [path, record] of [
    [recordPath, host.lastingRecord],
    [trialRecordPath, host.trialRecord],
  ] as const) {
    if (record === undefined) continue;
    files.set(path, { kind: 'file', mode: 0o600, content: contentDigest(recordFile(record, path)) });
  }
  return { ...host, files };
}

type RecordFile = Extract<OwnFile, { kind: 'file' }>;

function recordFile(record: HostRecord, path: string): RecordFile {
  return { kind: 'file', path, content: renderRecord(record), mode: 0o600 };
}
