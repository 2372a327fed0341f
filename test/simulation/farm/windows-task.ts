import {
  end,
  kill,
  type Process,
  pause,
  print,
  type SimHost,
  type Surroundings,
  startProcess,
} from './host.ts';
import type { Program, WindowsFiles } from './windows-files.ts';
import { doDeeds, type Progress, perhapsDie, reachedBy, undoDeeds } from './windows-steps.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

/** Registers the task of a change in the place of any other. It comes at this time and each minute after it. */
export function registerTask(
  host: SimHost,
  files: WindowsFiles,
  at: number,
  surroundings: Surroundings,
): void {
  files.task = { at };
  comeEachMinute(host, files, at, surroundings);
}

/** The task comes again when the host has booted, and when its time had passed before. */
export function startTaskAtBoot(host: SimHost, surroundings: Surroundings): void {
  const files = host.disk.windows;
  if (files?.task === undefined) return;
  const { time, random } = surroundings;
  const started = time.now() + random.between(2_000, 20_000);
  comeOnce(host, files, started, surroundings);
  comeEachMinute(host, files, Math.max(started, files.task.at), surroundings);
}

/** The task comes now, as the scheduler has it. */
export function startTask(host: SimHost, files: WindowsFiles, surroundings: Surroundings): void {
  comeOnce(host, files, surroundings.time.now() + surroundings.random.between(50, 1_500), surroundings);
}

function comeOnce(host: SimHost, files: WindowsFiles, at: number, surroundings: Surroundings): void {
  const { time } = surroundings;
  const { task } = files;
  const { boots } = host;
  time.after(at - time.now(), () => {
    if (host.isUp && host.boots === boots && files.task === task) void runTask(host, files, surroundings);
  });
}

function comeEachMinute(host: SimHost, files: WindowsFiles, at: number, surroundings: Surroundings): void {
  const { time } = surroundings;
  const { task } = files;
  const { boots } = host;
  function come(): void {
    if (!host.isUp || host.boots !== boots || files.task !== task || task === undefined) return;
    void runTask(host, files, surroundings);
    if (time.now() < task.at + day) time.after(minute, come);
  }
  time.after(at - time.now(), come);
}

/** One coming of the task: it does what a session has ready, or undoes what nobody finished. */
async function runTask(host: SimHost, files: WindowsFiles, surroundings: Surroundings): Promise<void> {
  const { random } = surroundings;
  const process = startProcess(host, files.program?.run ?? '', files.program?.owner ?? '');
  await pause(process, random.between(20, 400), surroundings);
  const { program } = files;
  if (program === undefined) return end(host, process);
  process.run = program.run;
  // The text is read and understood, and only then it is looked whether a session asks for it.
  await pause(process, random.between(1, 50), surroundings);
  const { ready } = files;
  // A session may have put another program there meanwhile.
  if (ready?.program === program && takeFrom(files, ready.session, process, host)) {
    await work(host, files, process, program, surroundings);
  } else await guard(host, files, process, program, surroundings);
  end(host, process);
}

/** The task takes the request, and the lock from the living session of its own run. */
function takeFrom(files: WindowsFiles, session: Process, process: Process, { memory }: SimHost): boolean {
  files.ready = undefined;
  if (memory.lock !== session || !session.isAlive || session.run !== process.run) return false;
  process.session = session;
  session.worker = process;
  memory.lock = process;
  return true;
}

async function work(
  host: SimHost,
  files: WindowsFiles,
  process: Process,
  program: Program,
  surroundings: Surroundings,
): Promise<void> {
  const { trial } = files;
  const { notes } = host.disk;
  if (program.does === 'confirm' && trial?.state === 'open') {
    trial.state = 'confirmed';
    if (notes !== undefined) notes.confirmed = true;
  }
  const progress = await doDeeds(host, files, process, program, surroundings);
  if (program.does === 'change' && program.deadman !== undefined && progress === 'done') {
    print(process, { said: 'armed', armed: { means: 'task', seconds: program.deadman } });
  } else await leave(host, files, process, progress, surroundings);
  print(process, { said: 'end' });
  host.memory.lock = undefined;
}

/** A change that is over: its notes say so first, and the task goes last. */
async function leave(
  host: SimHost,
  files: WindowsFiles,
  process: Process,
  progress: Progress,
  surroundings: Surroundings,
): Promise<void> {
  const { disk } = host;
  if (disk.notes !== undefined) disk.notes.ended = true;
  surroundings.watcher.changeOver(host, process.run, progress === 'done' ? 'kept' : progress);
  await perhapsDie(host, process, surroundings);
  files.trial = undefined;
  if (progress !== 'stuck') {
    files.hasCopies = false;
    if (disk.record === undefined && disk.notes?.firedAt === undefined) disk.notes = undefined;
  }
  await perhapsDie(host, process, surroundings);
  clearRest(host, files);
}

/** Undoes a change that nobody finished: whoever comes to it, the task or a later session. */
export async function guard(
  host: SimHost,
  files: WindowsFiles,
  process: Process,
  program: Program,
  surroundings: Surroundings,
): Promise<void> {
  const { time, watcher } = surroundings;
  const { memory, disk } = host;
  if (files.trial?.state === 'open' && !isNotedEnded(host, files)) {
    if (files.trial.boot === host.boots && time.now() < files.trial.until) return;
    files.isOverdue = true;
    if (!(await waitForLock(host, files, process, surroundings))) return;
  } else if (!enterLock(host, process)) return;
  const { trial } = files;
  let progress: Progress = 'done';
  if (trial !== undefined && !isNotedEnded(host, files)) {
    if (trial.state !== 'fired') {
      trial.state = 'fired';
      if (disk.notes !== undefined) disk.notes.firedAt = time.now();
      watcher.story(() => `${host.name} takes the change of ${trial.run} back by itself`);
    }
    progress = await undoDeeds(host, process, program.deeds, reachedBy(host), surroundings);
    // The network of a host that has just booted may not be complete.
    for (let left = 6; progress === 'stuck' && left > 0 && trial.boot !== host.boots; left -= 1) {
      await pause(process, 10_000, surroundings);
      progress = await undoDeeds(host, process, program.deeds, reachedBy(host), surroundings);
    }
    if (disk.notes !== undefined) disk.notes.ended = true;
    watcher.changeOver(host, trial.run, progress);
  }
  await perhapsDie(host, process, surroundings);
  files.trial = undefined;
  if (![...(disk.notes?.ends.values() ?? [])].includes('not-undone')) files.hasCopies = false;
  clearTrial(files);
  memory.lock = undefined;
}

async function waitForLock(
  host: SimHost,
  files: WindowsFiles,
  process: Process,
  surroundings: Surroundings,
): Promise<boolean> {
  for (let left = 20; left >= 0; left -= 1) {
    if (enterLock(host, process)) return true;
    if (files.trial?.state !== 'open') return false;
    if (left === 1 && host.memory.lock !== undefined) kill(host, host.memory.lock);
    await pause(process, 1_000, surroundings);
  }
  return false;
}

/** A lock whose holder is dead is taken over. */
export function enterLock({ memory }: SimHost, process: Process): boolean {
  if (memory.lock?.isAlive === true) return false;
  memory.lock = process;
  return true;
}

/** Whether the notes say that the change on trial is over. */
export function isNotedEnded({ disk: { notes } }: SimHost, { trial }: WindowsFiles): boolean {
  return notes !== undefined && notes.run === trial?.run && notes.ended;
}

/** The task goes with its program, which it would not find. */
export function clearTrial(files: WindowsFiles): void {
  if (files.program !== undefined) files.task = undefined;
  files.program = undefined;
  files.ready = undefined;
  files.isOverdue = false;
}

/** What is of no use any more; the fencing number stays until a boot, and as long as a VIP of ours or a note does. */
export function clearRest({ disk, boots }: SimHost, files: WindowsFiles): void {
  if (files.trial === undefined) clearTrial(files);
  if (disk.record !== undefined || disk.notes !== undefined) return;
  if (files.fence?.boot !== boots) files.fence = undefined;
}
