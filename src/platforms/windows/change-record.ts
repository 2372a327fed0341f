import { includesVip } from '../../core/address.ts';
import { digestOf } from '../../core/digest.ts';
import type { Confirmation, Deed, Step } from '../../core/step.ts';
import type { Intent } from './intent.ts';
import type { WindowsObserved } from './observed.ts';
import { recordPath, renderRecord, trialRecordPath, type WindowsRecord } from './record.ts';

/**
 * Writes what is needed to undo onto the host itself, before anything else is done: what comes, beside what leaves. On
 * trial it is a file of its own, because what is confirmed replaces the record only then; a boot does not take that file
 * away, the dead-man does.
 */
export function remember(intent: Intent, host: WindowsObserved): readonly Step[] {
  if (intent.record === undefined) return [];
  const record = withLeaving(intent.record, host);
  const { lastingRecord, trialRecord } = host;
  const isKept = lastingRecord !== undefined && renderRecord(lastingRecord) === renderRecord(record);
  if (isKept && trialRecord === undefined) return [];
  return [
    {
      id: 'remember',
      title: `~ ${recordPath}`,
      reason: 'what is ours and what was before, so that it can be undone',
      risk: 'none',
      trial: writeRecord(trialRecordPath, record, trialRecord),
      ...replaceTrial(record, host),
    },
  ];
}

/** What was named because it was leaving has left. A copy that was saved before is of what was before both. */
export function rememberRest(intent: Intent, host: WindowsObserved): readonly Step[] {
  if (intent.record === undefined) return [];
  const before = withLeaving(intent.record, host);
  const after = intent.record;
  if (renderRecord(before) === renderRecord(after)) return [];
  const write = (record: WindowsRecord) =>
    ({ kind: 'write', path: recordPath, content: renderRecord(record), mode: 0o600 }) as const;
  return [
    {
      id: 'remember-rest',
      title: `~ ${recordPath}`,
      reason: 'what has left is ours no more',
      risk: 'none',
      trial: 'none',
      apply: [write(after)],
      confirm: [holds(recordPath, after)],
      undo: [write(before)],
      undone: [holds(recordPath, before)],
    },
  ];
}

/** Nothing of ours is left: the record goes. */
export function forget(intent: Intent, host: WindowsObserved): readonly Step[] {
  if (intent.record !== undefined || host.record === undefined) return [];
  const paths = [
    ...(host.lastingRecord === undefined ? [] : [recordPath]),
    ...(host.trialRecord === undefined ? [] : [trialRecordPath]),
  ];
  return [
    {
      id: 'forget',
      title: `- ${paths.join(', ')}`,
      reason: 'nothing of vipfarm is left on this host',
      risk: 'none',
      trial: 'none',
      apply: paths.flatMap((path) => [
        { kind: 'save', path },
        { kind: 'remove', path },
      ]),
      confirm: paths.map((path) => holds(path, undefined)),
      undo: paths.map((path) => ({ kind: 'restore', path })),
      undone: [
        ...(host.lastingRecord === undefined ? [] : [holds(recordPath, host.lastingRecord)]),
        ...(host.trialRecord === undefined ? [] : [holds(trialRecordPath, host.trialRecord)]),
      ],
    },
  ];
}

/** The record with all that leaves in this change: it names a thing until it is gone, whenever a script is killed. */
function withLeaving(record: WindowsRecord, host: WindowsObserved): WindowsRecord {
  const earlier = [host.lastingRecord, host.record].filter((one) => one !== undefined);
  const known = [...earlier, record];
  const vips = known.flatMap((one) => one.vips);
  const all = {
    ...record,
    adopted: record.adopted ?? earlier.find((one) => one.adopted !== undefined)?.adopted,
    vips: vips.filter((vip, at) => !includesVip(vips.slice(0, at), vip)),
    rules: [...new Set(known.flatMap((one) => one.rules))],
  };
  const leavesNothing =
    all.vips.length === record.vips.length &&
    all.rules.length === record.rules.length &&
    all.adopted === record.adopted;
  return leavesNothing ? record : all;
}

function replaceTrial(record: WindowsRecord, host: WindowsObserved): Deed {
  const written = writeRecord(recordPath, record, host.lastingRecord);
  return {
    ...written,
    apply: [...written.apply, { kind: 'remove', path: trialRecordPath }],
    confirm: [...written.confirm, holds(trialRecordPath, undefined)],
  };
}

function writeRecord(path: string, record: WindowsRecord, before: WindowsRecord | undefined): Deed {
  return {
    apply: [
      { kind: 'save', path },
      { kind: 'write', path, content: renderRecord(record), mode: 0o600 },
    ],
    confirm: [holds(path, record)],
    undo: [{ kind: 'restore', path }],
    undone: [holds(path, before)],
  };
}

function holds(path: string, record: WindowsRecord | undefined): Confirmation {
  return {
    command: ['Show-VipFile', '-LiteralPath', path],
    expect: { is: record === undefined ? 'absent' : digestOf(renderRecord(record)) },
  };
}
