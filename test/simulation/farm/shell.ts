import type { Action, Confirmation } from '../../../src/core/step.ts';
import { exposureOf, type Process, pause, type SimHost, type Surroundings } from './host.ts';

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
    surroundings.watcher.stepTaken(host, process.run, before, action.command);
  }
}

/** `vip now|boot add|del ADDRESS`, `silent now|boot yes|no`, `record|trial-record write TEXT`. */
function execute({ memory, disk }: SimHost, [what, where, how = '', which = '']: readonly string[]): void {
  const part = where === 'now' ? memory : disk;
  const record = how === '' ? undefined : () => JSON.parse(how);
  if (what === 'vip') how === 'add' ? part.vips.add(which) : part.vips.delete(which);
  else if (what === 'silent') part.silent = how === 'yes';
  else if (what === 'record') disk.record = record?.();
  else memory.trialRecord = record?.();
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
  if (what === 'silent') return part.silent ? 'yes' : 'no';
  const record = what === 'record' ? disk.record : memory.trialRecord;
  return record === undefined ? '' : JSON.stringify(record);
}
