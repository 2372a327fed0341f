import type { Step } from '../../core/step.ts';
import { type HostRecord, renderRecord } from '../host-record.ts';
import { isGone } from '../posix/file-change.ts';
import type { HostPlace } from '../posix/host-place.ts';
import { writeFile } from './change-boot.ts';
import type { Intent } from './intent.ts';
import type { FoundText, UnixObserved } from './observed.ts';

/** Writes what is needed to undo onto the host itself, before anything else is done. */
export function remember(intent: Intent, host: UnixObserved, place: HostPlace): readonly Step[] {
  if (intent.record === undefined) return [];
  const content = renderRecord(intent.record);
  if (host.lastingRecord !== undefined && renderRecord(host.lastingRecord) === content) return [];
  const file = { kind: 'file', content, mode: 0o600 } as const;
  const trialPath = `${place.runtime}/trial/record`;
  return [
    {
      id: 'remember',
      title: `~ ${place.record}`,
      reason: 'what is ours, so that it can be undone',
      risk: 'none',
      trial: writeFile({ ...file, path: trialPath }, asText(host.trialRecord)),
      ...writeFile({ ...file, path: place.record }, asText(host.lastingRecord)),
    },
  ];
}

/** Nothing of ours is left: the folders we made, and the record, go. */
export function forget(intent: Intent, host: UnixObserved, place: HostPlace): readonly Step[] {
  if (intent.record !== undefined || host.record === undefined) return [];
  const folders = host.record.folders.filter((path) => host.folders.has(path));
  return [
    {
      id: 'forget',
      title: `- ${place.record}`,
      reason: 'nothing of vipfarm is left on this host',
      risk: 'none',
      trial: 'none',
      apply: [
        { kind: 'save', path: place.record },
        { kind: 'remove', path: place.record },
        ...folders.toReversed().map((path) => ({ kind: 'remove', path }) as const),
      ],
      confirm: [isGone(place.record)],
      undo: [
        ...folders.map((path) => ({ kind: 'folder', path, mode: 0o755 }) as const),
        { kind: 'restore', path: place.record },
      ],
      undone: [],
    },
  ];
}

function asText(record: HostRecord | undefined): FoundText | undefined {
  return record === undefined ? undefined : { kind: 'file', mode: 0o600, content: renderRecord(record) };
}
