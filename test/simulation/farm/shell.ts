import type { Action, Confirmation } from '../../../src/core/step.ts';
import type { SimRecord } from '../platform/words.ts';
import { exposureOf, type Process, pause, recordedVips, type SimHost, type Surroundings } from './host.ts';

/** Carries out the actions of a deed one after the other; some take long, some do nothing. */
export async function perform(
  host: SimHost,
  process: Process,
  actions: readonly Action[],
  failing: 'stepFails' | 'undoFails',
  surroundings: Surroundings,
): Promise<void> {
  const { random, trouble } = surroundings;
  for (const action of actions) {
    const hangs = trouble.happens('stepHangs');
    await pause(process, hangs ? random.between(20_000, 400_000) : random.between(1, 60), surroundings);
    if (trouble.happens(failing) || action.kind !== 'run') continue;
    const before = exposureOf(host);
    execute(host, action.command);
    surroundings.watcher.stepTaken(host, process, before, action.command);
  }
}

/**
 * `vip now|boot|both add|del ADDRESS`, `silent|weak now|boot yes|no`, `adapter here make|remove`,
 * `record|trial-record|trial-file write TEXT`.
 */
function execute(host: SimHost, [what, where, how = '', which = '']: readonly string[]): void {
  const { memory, disk } = host;
  const part = where === 'now' ? memory : disk;
  const record: SimRecord | undefined = how === '' || what === 'vip' ? undefined : readRecord(how);
  switch (what) {
    case 'vip':
      for (const { vips } of where === 'both' ? [memory, disk] : [part]) {
        if (how === 'del') vips.delete(which);
        else if (disk.windows?.adapter !== false) vips.add(which);
      }
      break;
    case 'silent':
    case 'weak':
      part.isSet = how === 'yes';
      break;
    case 'adapter':
      furnish(host, how === 'make');
      break;
    case 'record':
      disk.record = record;
      break;
    case 'trial-file':
      if (disk.windows !== undefined) disk.windows.trialRecord = record;
      break;
    default:
      memory.trialRecord = record;
  }
}

function readRecord(text: string): SimRecord | undefined {
  return text.startsWith('{') ? (JSON.parse(text) as SimRecord) : undefined;
}

/** With our loopback adapter go the VIPs that are on it. */
function furnish(host: SimHost, isThere: boolean): void {
  const { memory, disk } = host;
  const { windows } = disk;
  if (windows === undefined) return;
  windows.adapter = isThere;
  if (isThere) return;
  for (const vip of recordedVips(host)) {
    memory.vips.delete(vip);
    disk.vips.delete(vip);
  }
}

export function holds(host: SimHost, confirmations: readonly Confirmation[]): boolean {
  return confirmations.every(({ command, expect }) => {
    const found = show(host, command);
    if ('is' in expect) return found === expect.is;
    return 'contains' in expect ? found.includes(expect.contains) : !found.includes(expect.lacks);
  });
}

function show({ memory, disk }: SimHost, [what, where]: readonly string[]): string {
  const part = where === 'now' ? memory : disk;
  if (what === 'vip') return ` ${[...part.vips].join(' ')} `;
  if (what === 'adapter') return disk.windows?.adapter === true ? 'there' : 'none';
  if (what === 'silent' || what === 'weak') return part.isSet ? 'yes' : 'no';
  const record =
    what === 'record' ? disk.record : what === 'trial-file' ? disk.windows?.trialRecord : memory.trialRecord;
  return record === undefined ? '' : JSON.stringify(record);
}
