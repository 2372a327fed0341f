import type { ChangeOrder } from '../../../src/core/change-order.ts';
import type { StepEnd } from '../../../src/core/event.ts';
import type { Step } from '../../../src/core/step.ts';
import type { HostRefusal } from '../../../src/platforms/platform.ts';
import type { NamedDeed } from '../platform/words.ts';
import {
  changeMark,
  end,
  kill,
  type Process,
  pause,
  print,
  type SimHost,
  type Surroundings,
  startProcess,
} from './host.ts';
import { holds, perform } from './shell.ts';

/** What a change script does on a host: src/platforms/posix/change-script.ts in other words. */
export async function runChange(
  host: SimHost,
  process: Process,
  steps: readonly Step[],
  order: ChangeOrder,
  surroundings: Surroundings,
): Promise<void> {
  if (!(await enter(host, process, order, false, surroundings))) return;
  const { time } = surroundings;
  const { run, owner, fence } = order;
  host.disk.notes = {
    run,
    owner,
    fence,
    since: time.now(),
    boot: host.boots,
    steps: new Map(),
    ends: new Map(),
    confirmed: false,
    firedAt: undefined,
    ended: false,
  };
  if (order.deadman === undefined) {
    const failed = await go(host, process, steps, 0, surroundings);
    leave(host, process, failed);
    return;
  }
  const tried = deedsOnTrial(steps);
  arm(host, process, tried, order.deadman, surroundings);
  if (await go(host, process, tried, 0, surroundings)) {
    host.memory.trial?.disarm();
    host.memory.trial = undefined;
    leave(host, process, true);
    return;
  }
  host.memory.lock = undefined;
  print(process, { said: 'armed', armed: { means: 'simulated', seconds: order.deadman } });
  print(process, { said: 'end' });
}

/** What a confirmation does there. */
export async function runConfirm(
  host: SimHost,
  process: Process,
  steps: readonly Step[],
  order: ChangeOrder,
  surroundings: Surroundings,
): Promise<void> {
  if (!(await enter(host, process, order, true, surroundings))) return;
  const { trial } = host.memory;
  const { notes } = host.disk;
  const isMine = notes?.run === order.run;
  if (trial?.run === order.run && trial.state === 'open') {
    trial.state = 'confirmed';
    if (isMine) notes.confirmed = true;
  } else if (!(isMine && notes.confirmed)) {
    host.memory.lock = undefined;
    refuse(
      process,
      'too-late',
      isMine && notes.boot !== host.boots ? 'it was booted since' : 'it was taken back',
    );
    return;
  }
  trial?.disarm();
  const tried = deedsOnTrial(steps);
  const lasting = steps.filter((step) => step.trial !== 'all');
  const failed = await go(host, process, [...tried, ...lasting], tried.length, surroundings);
  host.memory.trial = undefined;
  leave(host, process, failed);
}

async function enter(
  host: SimHost,
  process: Process,
  order: ChangeOrder,
  isPatient: boolean,
  surroundings: Surroundings,
): Promise<boolean> {
  const { memory, disk } = host;
  for (let tries = 10; memory.lock?.isAlive === true; tries -= 1) {
    if (!isPatient || tries === 0 || memory.lock.run !== order.run) {
      return refuse(process, 'locked', `the change of run ${memory.lock.run} is under way`);
    }
    await pause(process, 1000, surroundings);
  }
  if (!isPatient && memory.trial?.state === 'open') {
    return refuse(process, 'locked', `the change of run ${memory.trial.run} awaits its confirmation`);
  }
  if (!isPatient && order.seen !== undefined && order.seen !== changeMark(host)) {
    return refuse(process, 'outdated', 'this host was changed after it was read');
  }
  if (Math.max(memory.fence, disk.fence) > order.fence) {
    return refuse(process, 'outdated', `a higher fencing number than ${order.fence} has been here`);
  }
  memory.fence = order.fence;
  memory.fencedFor = order.run;
  disk.fence = order.fence;
  memory.lock = process;
  surroundings.watcher.changeBegun(host, order.run, isPatient ? 'confirm' : 'change');
  return true;
}

function refuse(process: Process, kind: HostRefusal['kind'], text: string): false {
  print(process, { said: 'refused', refusal: { kind, text } });
  print(process, { said: 'end' });
  return false;
}

function arm(
  host: SimHost,
  { run, owner }: Process,
  deeds: readonly NamedDeed[],
  seconds: number,
  surroundings: Surroundings,
): void {
  const { time } = surroundings;
  const disarm = time.after(seconds * 1000, () => {
    void fire(host, startProcess(host, run, owner), surroundings);
  });
  const until = time.now() + seconds * 1000;
  host.memory.trial = { run, owner, deeds, until, begun: 0, state: 'open', isOverdue: false, disarm };
}

/** The dead-man: a script in hand is asked to undo, and ended when it hangs. */
async function fire(host: SimHost, process: Process, surroundings: Surroundings): Promise<void> {
  const { memory, disk } = host;
  const { trial } = memory;
  if (trial?.run === process.run && trial.state === 'open') {
    trial.isOverdue = true;
    for (let patience = 20; memory.lock?.isAlive === true; patience -= 1) {
      if (trial.state !== 'open' || memory.trial !== trial) return end(host, process);
      if (patience === 0) kill(host, memory.lock);
      else await pause(process, 1000, surroundings);
    }
    if (trial.state === 'open' && memory.trial === trial) {
      memory.lock = process;
      trial.state = 'fired';
      const mine = disk.notes?.run === process.run ? disk.notes : undefined;
      if (mine !== undefined) mine.firedAt = surroundings.time.now();
      surroundings.watcher.story(() => `${host.name} takes the change back by itself`);
      await back(host, process, trial.deeds, trial.begun - 1, surroundings);
      if (mine !== undefined) mine.ended = true;
      memory.trial = undefined;
      memory.lock = undefined;
    }
  }
  end(host, process);
}

/** Does the deeds from one on; when one does not hold, all from it to the first are undone, and the answer is true. */
async function go(
  host: SimHost,
  process: Process,
  deeds: readonly NamedDeed[],
  from: number,
  surroundings: Surroundings,
): Promise<boolean> {
  for (const [at, deed] of deeds.entries()) {
    if (at < from) continue;
    const { trial } = host.memory;
    const watching = trial?.run === process.run && trial.state === 'open' ? trial : undefined;
    if (watching?.isOverdue === true) {
      if (host.disk.notes !== undefined) host.disk.notes.firedAt = surroundings.time.now();
      note(host, process, deed.id, 'failed', 'not confirmed in time');
      await back(host, process, deeds, at - 1, surroundings);
      return true;
    }
    if (watching !== undefined) watching.begun = at + 1;
    host.disk.notes?.steps.set(deed.id, 'begun');
    host.disk.notes?.ends.set(at + 1, 'begun');
    if (surroundings.trouble.happens('scriptDies')) {
      kill(host, process);
      await pause(process, 0, surroundings);
    }
    await perform(host, process, deed.apply, 'stepFails', surroundings);
    if (holds(host, deed.confirm)) note(host, process, deed.id, 'done', '');
    else {
      note(host, process, deed.id, 'failed', 'not as expected');
      // A confirmation that was lost and is sent again may have got further before.
      const furthest = Math.max(at + 1, ...(host.disk.notes?.ends.keys() ?? []));
      await back(host, process, deeds, furthest - 1, surroundings);
      return true;
    }
  }
  return false;
}

async function back(
  host: SimHost,
  process: Process,
  deeds: readonly NamedDeed[],
  from: number,
  surroundings: Surroundings,
): Promise<void> {
  for (const deed of deeds.slice(0, from + 1).toReversed()) {
    await perform(host, process, deed.undo, 'undoFails', surroundings);
    const undone = holds(host, deed.undone);
    note(host, process, deed.id, undone ? 'undone' : 'not-undone', '');
    if (!undone) return;
  }
}

function note(host: SimHost, process: Process, step: string, how: StepEnd, output: string): void {
  if (host.disk.notes?.run === process.run) host.disk.notes.steps.set(step, how);
  print(process, { said: 'step', step, end: how, output });
}

function leave(host: SimHost, process: Process, failed: boolean): void {
  const { disk, memory } = host;
  const { notes } = disk;
  if (!failed) memory.trialRecord = undefined;
  if (notes?.run === process.run) {
    notes.ended = true;
    const isStuck = failed && [...notes.steps.values()].includes('not-undone');
    if (!isStuck && disk.record === undefined && notes.firedAt === undefined) {
      disk.notes = undefined;
      disk.fence = 0;
    }
  }
  memory.lock = undefined;
  print(process, { said: 'end' });
}

function deedsOnTrial(steps: readonly Step[]): readonly NamedDeed[] {
  return steps.flatMap((step) => {
    if (step.trial === 'none') return [];
    return step.trial === 'all' ? [step] : [{ id: step.id, ...step.trial }];
  });
}
