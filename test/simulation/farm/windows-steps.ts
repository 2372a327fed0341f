import type { StepEnd } from '../../../src/core/event.ts';
import type { NamedDeed } from '../platform/words.ts';
import { kill, type Process, pause, print, type SimHost, type Surroundings } from './host.ts';
import { holds, perform } from './shell.ts';
import type { Program, WindowsFiles } from './windows-files.ts';

/** How the deeds of a program ended. `stuck`: one of them could be neither done nor undone. */
export type Progress = 'done' | 'undone' | 'stuck';

/** Does the deeds of a program that are left, as src/platforms/windows/script/step-runner.ts does. */
export async function doDeeds(
  host: SimHost,
  files: WindowsFiles,
  process: Process,
  { does, deeds, done, deadman }: Program,
  surroundings: Surroundings,
): Promise<Progress> {
  for (const [at, deed] of deeds.entries()) {
    if (at < done) continue;
    const number = at + 1;
    if (does === 'change' && deadman !== undefined && files.isOverdue) {
      if (host.disk.notes !== undefined) host.disk.notes.firedAt = surroundings.time.now();
      note(host, process, number, deed.id, 'failed');
      return await undoDeeds(host, process, deeds, number - 1, surroundings);
    }
    host.disk.notes?.steps.set(deed.id, 'begun');
    host.disk.notes?.ends.set(number, 'begun');
    await perhapsDie(host, process, surroundings);
    if (deed.apply.some(({ kind }) => kind === 'save')) files.hasCopies = true;
    await perform(host, process, deed.apply, 'stepFails', surroundings);
    if (holds(host, deed.confirm)) note(host, process, number, deed.id, 'done');
    else {
      note(host, process, number, deed.id, 'failed');
      // An earlier process may have got further with it.
      return await undoDeeds(host, process, deeds, Math.max(number, reachedBy(host)), surroundings);
    }
  }
  return 'done';
}

/** Undoes from the deed with this number to the first, until one does not hold. */
export async function undoDeeds(
  host: SimHost,
  process: Process,
  deeds: readonly NamedDeed[],
  reached: number,
  surroundings: Surroundings,
): Promise<Exclude<Progress, 'done'>> {
  for (let number = reached; number >= 1; number -= 1) {
    const deed = deeds[number - 1];
    if (deed === undefined) continue;
    await perhapsDie(host, process, surroundings);
    await perform(host, process, deed.undo, 'undoFails', surroundings);
    const isUndone = holds(host, deed.undone);
    note(host, process, number, deed.id, isUndone ? 'undone' : 'not-undone');
    if (!isUndone) return 'stuck';
  }
  return 'undone';
}

/** The highest deed that is not undone; all above it were undone before. */
export function reachedBy({ disk: { notes } }: SimHost): number {
  const open = [...(notes?.ends ?? [])].filter(([, end]) => end !== 'undone');
  return Math.max(0, ...open.map(([number]) => number));
}

/** Somebody ends the process here, or it crashes; then nobody comes back from this. */
export async function perhapsDie(host: SimHost, process: Process, surroundings: Surroundings): Promise<void> {
  if (surroundings.trouble.happens('scriptDies')) {
    surroundings.watcher.story(() => `${host.name}: a process of ${process.run} dies`);
    kill(host, process);
  }
  await pause(process, surroundings.random.between(0, 5), surroundings);
}

function note(host: SimHost, process: Process, number: number, step: string, how: StepEnd): void {
  host.disk.notes?.steps.set(step, how);
  host.disk.notes?.ends.set(number, how);
  print(process, { said: 'step', step, end: how, output: how === 'failed' ? 'not as expected' : '' });
}
