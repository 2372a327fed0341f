import type { HostMemory, RememberedChange } from '../../../src/platforms/host-memory.ts';
import type { Observed } from '../../../src/platforms/platform.ts';
import {
  linuxKernel,
  readScript,
  type SimState,
  type SimWindowsState,
  windowsKernel,
} from '../platform/words.ts';
import { runChange, runConfirm } from './change-script.ts';
import {
  changeMark,
  end,
  type Process,
  pause,
  type SimHost,
  type Surroundings,
  startProcess,
} from './host.ts';
import { dismissOnWindows, runWindowsSession, stateOfWindowsChange } from './windows-session.ts';

/** Carries out a script that was sent to the host. It goes on whatever becomes of the connection. */
export function runScript(
  host: SimHost,
  text: string,
  surroundings: Surroundings,
  onEnd: (output: string) => void,
): Process {
  const script = readScript(text);
  const { run, owner } = 'order' in script ? script.order : { run: '', owner: '' };
  const process = startProcess(host, run, owner);
  const { windows } = host.disk;
  const kernel = windows === undefined ? linuxKernel : windowsKernel;
  process.onDeath = () => onEnd(process.output);
  async function carryOut(): Promise<void> {
    await pause(process, surroundings.random.between(1, 30), surroundings);
    switch (script.does) {
      case 'probe':
        // A script in a language that the host does not speak says nothing.
        if (script.kernel === kernel)
          process.output = `\n@@vipfarm kernel\n${kernel}\n\n@@vipfarm state\n${JSON.stringify(describe(host))}\n\n@@vipfarm end\n`;
        break;
      case 'change':
        if (windows !== undefined) await runWindowsSession(host, windows, process, script, surroundings);
        else await runChange(host, process, script.steps, script.order, surroundings);
        break;
      case 'confirm':
        if (windows !== undefined) await runWindowsSession(host, windows, process, script, surroundings);
        else await runConfirm(host, process, script.steps, script.order, surroundings);
        break;
      case 'recall':
        process.output = JSON.stringify(recall(host));
        break;
      case 'dismiss':
        if (windows !== undefined) dismissOnWindows(host, windows, script.run);
        else dismiss(host, script.run);
    }
    end(host, process);
    onEnd(process.output);
  }
  void carryOut();
  return process;
}

function describe(host: SimHost): Partial<Observed> & (SimState | SimWindowsState) {
  const { memory, disk, mayCut, clients } = host;
  const setting = { now: memory.isSet, boot: disk.isSet };
  return {
    hostname: host.name,
    nics: [{ name: 'net0', mac: host.mac, up: true }],
    addresses: [...memory.vips].sort().map((address) => ({
      interface: 'lo',
      address,
      prefix: 32,
      family: 4,
      label: undefined,
      scope: undefined,
    })),
    vips: { now: [...memory.vips].sort(), boot: [...disk.vips].sort() },
    ...(disk.windows === undefined
      ? { silent: setting, trialRecord: memory.trialRecord }
      : { weak: setting, trialRecord: disk.windows.trialRecord, adapter: disk.windows.adapter }),
    lastingRecord: disk.record,
    mayCut,
    clients,
    moment: { session: undefined, connections: [], listeners: [], routes: [], changeMark: changeMark(host) },
  };
}

function recall(host: SimHost): HostMemory {
  const { memory, disk, boots } = host;
  const { windows } = disk;
  const { notes } = disk;
  const fence = windows?.fence?.number ?? (Math.max(memory.fence, disk.fence) || undefined);
  if (notes === undefined) return { complete: true, change: undefined, fence };
  const { run, owner, since, steps, confirmed, firedAt } = notes;
  const state =
    windows === undefined ? stateOfChange(memory, notes) : stateOfWindowsChange(host, windows, notes);
  const change: RememberedChange = {
    run,
    owner,
    fence: notes.fence,
    since,
    state,
    confirmed,
    deadline: state === 'on-trial' ? (windows?.trial ?? memory.trial)?.until : undefined,
    takenBack: firedAt,
    booted: notes.boot !== boots,
    steps: [...steps].map(([step, end]) => ({ step, end })),
  };
  return { complete: true, change, fence };
}

function stateOfChange(
  { lock, trial }: SimHost['memory'],
  { run, ended, firedAt }: NonNullable<SimHost['disk']['notes']>,
): RememberedChange['state'] {
  if (lock?.isAlive === true && lock.run === run) return 'under-way';
  if (trial?.run === run && trial.state === 'open') return 'on-trial';
  if (!ended) return 'cut-off';
  return firedAt === undefined ? 'ended' : 'taken-back';
}

function dismiss({ memory, disk }: SimHost, run: string): void {
  const isBusy = memory.lock?.isAlive === true || memory.trial?.state === 'open';
  if (isBusy || disk.notes?.run !== run || !disk.notes.ended) return;
  disk.notes = undefined;
  if (disk.record === undefined) disk.fence = 0;
}
