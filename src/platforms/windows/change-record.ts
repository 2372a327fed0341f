import { includesVip } from '../../core/address.ts';
import { digestOf } from '../../core/digest.ts';
import type { Action, Confirmation, Deed, Step } from '../../core/step.ts';
import type { Intent } from './intent.ts';
import type { WindowsObserved } from './observed.ts';
import { recordPath, renderRecord, trialRecordPath, type WindowsRecord } from './record.ts';

/**
 * Writes what is needed to undo onto the host itself, before anything else is done: what comes, beside what leaves. It is
 * a file of its own until the change has succeeded, also after the confirmation, and it outlasts a boot: what is there is
 * named by it whichever step fails or cannot be undone.
 */
export function remember(intent: Intent, host: WindowsObserved): readonly Step[] {
  const record = recordMeanwhile(intent, host);
  if (record === undefined) return [];
  return [
    {
      id: 'remember',
      title: `~ ${trialRecordPath}`,
      reason: 'what is ours and what was before, so that it can be undone',
      risk: 'none',
      trial: 'all',
      ...writeRecord(trialRecordPath, record, host.trialRecord),
    },
  ];
}

/** All is done: what is ours from now on is the record. The other one goes only when that is there, so there is always one. */
export function keepRecord(intent: Intent, host: WindowsObserved): readonly Step[] {
  const { record } = intent;
  if (record === undefined) return [];
  const meanwhile = recordMeanwhile(intent, host);
  return [...replaceRecord(record, host), ...(meanwhile === undefined ? [] : [dropTrialRecord(meanwhile)])];
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

/** What the host remembers while it is changed; undefined when its record names all of that. */
function recordMeanwhile({ record }: Intent, host: WindowsObserved): WindowsRecord | undefined {
  if (record === undefined) return undefined;
  const all = withLeaving(record, host);
  return isRecorded(all, host) && host.trialRecord === undefined ? undefined : all;
}

function replaceRecord(record: WindowsRecord, host: WindowsObserved): readonly Step[] {
  if (isRecorded(record, host)) return [];
  return [
    {
      id: 'record',
      title: `~ ${recordPath}`,
      reason: 'what is ours from now on, and what was before',
      risk: 'none',
      trial: 'none',
      ...writeRecord(recordPath, record, host.lastingRecord),
    },
  ];
}

/** Written again where that fails, not restored: the copy that was saved is of what was before the change. */
function dropTrialRecord(meanwhile: WindowsRecord): Step {
  return {
    id: 'trial-record-away',
    title: `- ${trialRecordPath}`,
    reason: 'the record says it all',
    risk: 'none',
    trial: 'none',
    apply: [{ kind: 'remove', path: trialRecordPath }],
    confirm: [holds(trialRecordPath, undefined)],
    undo: [write(trialRecordPath, meanwhile)],
    undone: [holds(trialRecordPath, meanwhile)],
  };
}

function isRecorded(record: WindowsRecord, { lastingRecord }: WindowsObserved): boolean {
  return lastingRecord !== undefined && renderRecord(lastingRecord) === renderRecord(record);
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

function writeRecord(path: string, record: WindowsRecord, before: WindowsRecord | undefined): Deed {
  return {
    apply: [{ kind: 'save', path }, write(path, record)],
    confirm: [holds(path, record)],
    undo: [{ kind: 'restore', path }],
    undone: [holds(path, before)],
  };
}

function write(path: string, record: WindowsRecord): Action {
  return { kind: 'write', path, content: renderRecord(record), mode: 0o600 };
}

function holds(path: string, record: WindowsRecord | undefined): Confirmation {
  return {
    command: ['Show-VipFile', '-LiteralPath', path],
    expect: { is: record === undefined ? 'absent' : digestOf(renderRecord(record)) },
  };
}
