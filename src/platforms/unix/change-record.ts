import { includesVip } from '../../core/address.ts';
import type { Confirmation, Step } from '../../core/step.ts';
import { type HostRecord, renderRecord } from '../host-record.ts';
import { isGone } from '../posix/file-change.ts';
import type { HostPlace } from '../posix/host-place.ts';
import { holds, writeFile } from './change-boot.ts';
import type { Intent } from './intent.ts';
import type { FoundText, UnixObserved } from './observed.ts';

/** Writes what is needed to undo onto the host itself, before anything else is done: what comes, beside what leaves. */
export function remember(intent: Intent, host: UnixObserved, place: HostPlace): readonly Step[] {
  if (intent.record === undefined) return [];
  const content = renderRecord(withLeaving(intent.record, host));
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

/** What was named because it was leaving has left. A copy that was saved before is of what was before both. */
export function rememberRest(intent: Intent, host: UnixObserved, place: HostPlace): readonly Step[] {
  if (intent.record === undefined) return [];
  const before = renderRecord(withLeaving(intent.record, host));
  const after = renderRecord(intent.record);
  if (before === after) return [];
  const write = (content: string) => ({ kind: 'write', path: place.record, content, mode: 0o600 }) as const;
  const isWritten = (content: string): Confirmation =>
    holds(place.record, { kind: 'file', content, mode: 0o600 });
  return [
    {
      id: 'remember-rest',
      title: `~ ${place.record}`,
      reason: 'what has left is ours no more',
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
        ...folders.toReversed().map((path) => ({ kind: 'remove', path }) as const),
        { kind: 'remove', path: place.record },
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

/** The record with all that leaves in this change: it names a thing until it is gone, whenever a script is killed. */
function withLeaving(record: HostRecord, host: UnixObserved): HostRecord {
  const earlier = [host.lastingRecord, host.record].filter((one) => one !== undefined);
  const vips = [...earlier, record].flatMap((one) => one.vips);
  const known = new Map(earlier.flatMap(({ files }) => [...files]));
  const coming = [...record.files].filter(([path]) => !known.has(path));
  const all = {
    ...record,
    vips: vips.filter((vip, at) => !includesVip(vips.slice(0, at), vip)),
    files: new Map([...known, ...coming]),
  };
  const leavesNothing = all.vips.length === record.vips.length && all.files.size === record.files.size;
  return leavesNothing ? record : all;
}

function asText(record: HostRecord | undefined): FoundText | undefined {
  return record === undefined ? undefined : { kind: 'file', mode: 0o600, content: renderRecord(record) };
}
