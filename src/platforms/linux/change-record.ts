import type { Step } from '../../core/step.ts';
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
        { kind: 'remove', path: recordPath },
        ...folders.toReversed().map((path) => ({ kind: 'remove', path }) as const),
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

function recordFile(record: HostRecord, path: string): OwnFile {
  return { kind: 'file', path, content: renderRecord(record), mode: 0o600 };
}
