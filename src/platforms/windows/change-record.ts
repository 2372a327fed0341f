import { digestOf } from '../../core/digest.ts';
import type { Confirmation, Deed, Step } from '../../core/step.ts';
import type { Intent } from './intent.ts';
import type { WindowsObserved } from './observed.ts';
import { recordPath, renderRecord, trialRecordPath, type WindowsRecord } from './record.ts';

/**
 * Writes what is needed to undo onto the host itself, before anything else is done. On trial it is a file of its own,
 * because what is confirmed replaces the record only then; a boot does not take that file away, the dead-man does.
 */
export function remember(intent: Intent, host: WindowsObserved): readonly Step[] {
  const { record } = intent;
  if (record === undefined) return [];
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
