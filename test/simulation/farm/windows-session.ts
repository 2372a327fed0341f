import type { HostMemory } from '../../../src/platforms/host-memory.ts';
import type { HostRefusal } from '../../../src/platforms/platform.ts';
import { partsOfTrial } from '../../../src/platforms/trial.ts';
import type { SimScript } from '../platform/words.ts';
import { changeMark, type Process, pause, print, type SimHost, type Surroundings } from './host.ts';
import type { Program, WindowsFiles } from './windows-files.ts';
import { perhapsDie } from './windows-steps.ts';
import {
  clearRest,
  clearTrial,
  enterLock,
  guard,
  isNotedEnded,
  registerTask,
  startTask,
} from './windows-task.ts';

type Ordered = Extract<SimScript, { readonly does: 'change' | 'confirm' }>;

/**
 * What a session does on a Windows host: src/platforms/windows/script in other words. It checks, notes the change, registers
 * the task, starts it and shows what it answers; the task does the steps. It ends with its connection.
 */
export async function runWindowsSession(
  host: SimHost,
  files: WindowsFiles,
  process: Process,
  script: Ordered,
  surroundings: Surroundings,
): Promise<void> {
  const { does, order } = script;
  if (!(await enter(host, files, process, script, surroundings))) return;
  const program = programOf(script);
  if (does === 'change') {
    await begin(host, files, process, program, order.fence, surroundings);
    return await handOver(host, files, process, program, surroundings);
  }
  const { trial } = files;
  const { notes } = host.disk;
  const isMine = trial?.run === order.run && trial.boot === host.boots;
  if (isMine && trial.state !== 'fired' && !isNotedEnded(host, files)) {
    files.program = program;
    return await handOver(host, files, process, program, surroundings);
  }
  if (notes?.run === order.run && notes.confirmed && notes.firedAt === undefined) {
    for (const [step, how] of notes.steps) {
      if (how !== 'begun') print(process, { said: 'step', step, end: how, output: '' });
    }
    print(process, { said: 'end' });
    host.memory.lock = undefined;
    return;
  }
  deny(host, files, process, 'too-late', 'no change of this run awaits a confirmation here');
}

function programOf({ does, steps, order }: Ordered): Program {
  const { run, owner, deadman } = order;
  const { tried, lasting } = partsOfTrial(steps);
  const parts =
    does === 'confirm'
      ? { deeds: [...tried, ...lasting], done: tried.length }
      : { deeds: deadman === undefined ? steps : tried, done: 0 };
  return { run, owner, does, deadman, ...parts };
}

async function enter(
  host: SimHost,
  files: WindowsFiles,
  process: Process,
  { does, order }: Ordered,
  surroundings: Surroundings,
): Promise<boolean> {
  const confirms = does === 'confirm';
  const late = await completeLateChange(host, files, process, confirms, surroundings);
  if (late !== undefined && !confirms) {
    return refuse(process, 'locked', `the change of run ${late} was never confirmed and was undone only now`);
  }
  for (let left = 30; !enterLock(host, process); left -= 1) {
    const holder = host.memory.lock?.run ?? '';
    if (!confirms || left === 0 || holder !== order.run) {
      return refuse(process, 'locked', `the change of run ${holder} is under way`);
    }
    await pause(process, 1_000, surroundings);
  }
  if (!confirms && files.trial !== undefined) {
    return deny(
      host,
      files,
      process,
      'locked',
      `the change of run ${files.trial.run} awaits its confirmation`,
    );
  }
  if (!confirms && order.seen !== undefined && order.seen !== changeMark(host)) {
    return deny(host, files, process, 'outdated', 'this host was changed after it was read');
  }
  if ((files.fence?.number ?? 0) > order.fence) {
    return deny(host, files, process, 'outdated', `a newer run, ${files.fence?.run}, has changed this host`);
  }
  files.fence = { number: order.fence, run: order.run, boot: host.boots };
  surroundings.watcher.changeBegun(host, order.run, does);
  await perhapsDie(host, process, surroundings);
  return true;
}

/** Undoes here what the task should have undone long ago; answers whose change that was. */
async function completeLateChange(
  host: SimHost,
  files: WindowsFiles,
  process: Process,
  confirms: boolean,
  surroundings: Surroundings,
): Promise<string | undefined> {
  const { trial, program } = files;
  if (trial === undefined || program === undefined) return undefined;
  const isOfNow = trial.boot === host.boots;
  const isAtWork = host.memory.lock?.isAlive === true;
  const mayGoOn = confirms && trial.run === process.run && trial.state === 'confirmed' && isOfNow;
  const isLate =
    trial.state === 'open'
      ? !isOfNow || surroundings.time.now() > trial.until + 60_000
      : !isAtWork && !mayGoOn;
  if (!isLate) return undefined;
  const { run } = process;
  // It is the program of that change that runs now.
  process.run = trial.run;
  await guard(host, files, process, program, surroundings);
  process.run = run;
  return trial.run;
}

/** Nothing is begun before the task is there that undoes it. */
async function begin(
  host: SimHost,
  files: WindowsFiles,
  process: Process,
  program: Program,
  fence: number,
  surroundings: Surroundings,
): Promise<void> {
  const { time } = surroundings;
  const { run, owner, deadman } = program;
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
  await perhapsDie(host, process, surroundings);
  clearTrial(files);
  files.program = program;
  await perhapsDie(host, process, surroundings);
  const until = time.now() + (deadman ?? 60) * 1000;
  registerTask(host, files, until, surroundings);
  await perhapsDie(host, process, surroundings);
  const state = deadman === undefined ? 'confirmed' : 'open';
  files.trial = { run, boot: host.boots, until, state };
  await perhapsDie(host, process, surroundings);
}

/** Leaves word for the task, starts it, and shows what it answers until it lets go of the lock. */
async function handOver(
  host: SimHost,
  files: WindowsFiles,
  process: Process,
  program: Program,
  surroundings: Surroundings,
): Promise<void> {
  files.ready = { session: process, program };
  startTask(host, files, surroundings);
  const isInHand = (): boolean => {
    const { lock } = host.memory;
    return lock?.isAlive === true && (lock === process || lock.session === process);
  };
  while (isInHand()) {
    process.output = process.worker?.output ?? '';
    await pause(process, 200, surroundings);
  }
  process.output = process.worker?.output ?? '';
}

function refuse(process: Process, kind: HostRefusal['kind'], text: string): false {
  print(process, { said: 'refused', refusal: { kind, text } });
  print(process, { said: 'end' });
  return false;
}

function deny(
  host: SimHost,
  files: WindowsFiles,
  process: Process,
  kind: HostRefusal['kind'],
  text: string,
): false {
  clearRest(host, files);
  host.memory.lock = undefined;
  return refuse(process, kind, text);
}

/** A change that nobody is at, and that the task will undo by itself, counts as under way. */
export function stateOfWindowsChange(
  host: SimHost,
  files: WindowsFiles,
  { run, ended, firedAt }: NonNullable<SimHost['disk']['notes']>,
): NonNullable<HostMemory['change']>['state'] {
  const { lock } = host.memory;
  const { trial } = files;
  const isOnTrial = trial?.state === 'open' && trial.boot === host.boots;
  const isLeft = trial !== undefined && !isNotedEnded(host, files) && !isOnTrial;
  if ((lock?.isAlive === true && lock.run === run) || (isLeft && trial.run === run)) return 'under-way';
  if (isOnTrial && trial.run === run) return 'on-trial';
  if (!ended) return 'cut-off';
  return firedAt === undefined ? 'ended' : 'taken-back';
}

/** Clears the notes of a run that is over. */
export function dismissOnWindows(host: SimHost, files: WindowsFiles, run: string): void {
  const { memory, disk } = host;
  if (memory.lock?.isAlive === true) return;
  if (files.trial === undefined && disk.notes?.run === run && !files.hasCopies) disk.notes = undefined;
  clearRest(host, files);
  memory.lock = undefined;
}
