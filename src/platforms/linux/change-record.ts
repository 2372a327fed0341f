import type { Step } from '../../core/step.ts';
import { isGone, writeFile } from './change-files.ts';
import { contentDigest, type Intent } from './intent.ts';
import type { LinuxObserved } from './observed.ts';
import { type HostRecord, recordPath, renderRecord } from './record.ts';
import type { OwnFile } from './stacks/stack.ts';

/** Writes what is needed to undo onto the host itself, before anything else is done. */
export function remember(intent: Intent, host: LinuxObserved): readonly Step[] {
  if (intent.record === undefined) return [];
  const file = recordFile(intent.record);
  if (host.record !== undefined && contentDigest(recordFile(host.record)) === contentDigest(file)) return [];
  return [
    {
      id: 'remember',
      title: `~ ${recordPath}`,
      reason: 'what is ours and what was before, so that it can be undone',
      risk: 'none',
      trial: 'none',
      ...writeFile(file, withRecordFile(host)),
    },
  ];
}

/** Nothing of ours is left: the folders we made, and the record, go. */
export function forget(intent: Intent, host: LinuxObserved): readonly Step[] {
  if (intent.record !== undefined || host.record === undefined) return [];
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

/** The probe reads the record's text and does not digest it. */
function withRecordFile(host: LinuxObserved): LinuxObserved {
  if (host.record === undefined) return host;
  const content = contentDigest(recordFile(host.record));
  return { ...host, files: new Map(host.files).set(recordPath, { kind: 'file', mode: 0o600, content }) };
}

function recordFile(record: HostRecord): OwnFile {
  return { kind: 'file', path: recordPath, content: renderRecord(record), mode: 0o600 };
}
