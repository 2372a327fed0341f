import type { StepEnd } from '../../../src/core/event.ts';
import type { NamedDeed, SimLine, SimRecord } from '../platform/words.ts';
import { isIpv4 } from '../platform/words.ts';
import type { Random } from '../random.ts';
import type { VirtualTime } from '../virtual-time.ts';
import type { Trouble } from './trouble.ts';
import type { WindowsFiles } from './windows-files.ts';

/** A host of the simulation: what its disk keeps, and what is gone with the power. */
export interface SimHost {
  readonly name: string;
  readonly mac: string;
  readonly disk: Disk;
  memory: Memory;
  isUp: boolean;
  boots: number;
  /** It takes connections and scripts, and answers nothing. */
  isHung: boolean;
  /** A NIC that no probe sees answers ARP whatever is set. */
  leaks: boolean;
  /** What brings a VIP there cuts the management connection, or is known to be able to. */
  cutsWithVip: boolean;
  mayCut: boolean;
  clients: readonly string[];
}

export interface Disk {
  readonly vips: Set<string>;
  /** What the VIPs need beside themselves: on Linux ARP is silent, on Windows weak host is on. */
  isSet: boolean;
  record: SimRecord | undefined;
  notes: Notes | undefined;
  fence: number;
  /** Only a Windows host has them. */
  readonly windows: WindowsFiles | undefined;
}

export interface Memory {
  readonly vips: Set<string>;
  /** What the VIPs need beside themselves: on Linux ARP is silent, on Windows weak host is on. */
  isSet: boolean;
  fence: number;
  /** The run whose fence that is. */
  fencedFor: string;
  lock: Process | undefined;
  trial: Trial | undefined;
  trialRecord: SimRecord | undefined;
  readonly processes: Set<Process>;
}

/** What the host has noted of the last change. */
export interface Notes {
  readonly run: string;
  readonly owner: string;
  readonly fence: number;
  readonly since: number;
  readonly boot: number;
  readonly steps: Map<string, 'begun' | StepEnd>;
  /** The same by the number of the deed, from which another process knows what is to be undone. */
  readonly ends: Map<number, 'begun' | StepEnd>;
  confirmed: boolean;
  firedAt: number | undefined;
  ended: boolean;
}

export interface Trial {
  readonly run: string;
  readonly owner: string;
  readonly deeds: readonly NamedDeed[];
  readonly until: number;
  /** So many deeds were begun. */
  begun: number;
  state: 'open' | 'confirmed' | 'fired';
  isOverdue: boolean;
  disarm: () => void;
}

/** A script at work. One that is killed goes on nowhere. */
export interface Process {
  run: string;
  readonly owner: string;
  isAlive: boolean;
  output: string;
  /** Who waits for its output. */
  onDeath: () => void;
  /** On Windows: the session for which a task does the work, and the task that works for a session. */
  session: Process | undefined;
  worker: Process | undefined;
}

/** What everybody in the simulation is given. */
export interface Surroundings {
  readonly time: VirtualTime;
  readonly random: Random;
  readonly trouble: Trouble;
  readonly watcher: HostWatcher;
}

/** Told of everything that happens on hosts: the invariants are judged by it. */
export interface HostWatcher {
  /** A change, or its confirmation, was let in: it has the lock, and its fence was accepted. */
  changeBegun(host: SimHost, run: string, does: 'change' | 'confirm'): void;
  /** A script changed something; `before` is whether the host would have answered ARP for a VIP until then. */
  stepTaken(host: SimHost, process: Process, before: Exposure, command: readonly string[]): void;
  /** On Windows: a change is over, and nothing there will undo or finish it any more. */
  changeOver(host: SimHost, run: string, how: 'kept' | 'undone' | 'stuck'): void;
  /** Something happened to a host that no run has done. */
  disturbed(host: SimHost): void;
  /** Somebody has changed its VIPs by hand. */
  handled(host: SimHost): void;
  story(tell: () => string): void;
}

export interface Exposure {
  readonly now: boolean;
  readonly boot: boolean;
}

export function emptyMemory(): Memory {
  return {
    vips: new Set(),
    isSet: false,
    fence: 0,
    fencedFor: '',
    lock: undefined,
    trial: undefined,
    trialRecord: undefined,
    processes: new Set(),
  };
}

export function print(process: Process, line: SimLine): void {
  process.output += `${JSON.stringify(line)}\n`;
}

/** Time goes by for a process; if it is killed meanwhile, nobody ever comes back from here. */
export function pause(process: Process, milliseconds: number, { time }: Surroundings): Promise<void> {
  return new Promise((resolve) => {
    time.after(milliseconds, () => {
      if (process.isAlive) resolve();
    });
  });
}

export function kill(host: SimHost, process: Process): void {
  end(host, process);
  process.onDeath();
}

export function end(host: SimHost, process: Process): void {
  process.isAlive = false;
  host.memory.processes.delete(process);
}

export function startProcess(host: SimHost, run: string, owner: string): Process {
  const process: Process = {
    run,
    owner,
    isAlive: true,
    output: '',
    onDeath: () => undefined,
    session: undefined,
    worker: undefined,
  };
  host.memory.processes.add(process);
  return process;
}

/** What vipfarm manages there, as one text. */
export function stateOf({ memory, disk }: SimHost): string {
  const [yes, no] = disk.windows === undefined ? ['silent', 'answers'] : ['weak host', 'deaf'];
  const adapter = disk.windows?.adapter === true ? ' | adapter' : '';
  return `${vipsOf(memory.vips)} ${memory.isSet ? yes : no} | ${vipsOf(disk.vips)} ${disk.isSet ? yes : no}${adapter}`;
}

export function vipsOf(vips: ReadonlySet<string>): string {
  return [...vips].sort().join(',');
}

/** Altered by each change, as the notes and the fence are that it is made of. */
export function changeMark({ memory, disk }: SimHost): string {
  const { notes } = disk;
  const told =
    notes === undefined
      ? []
      : [notes.run, notes.since, [...notes.steps], notes.confirmed, notes.firedAt, notes.ended];
  return JSON.stringify([memory.fence, memory.fencedFor, disk.fence, disk.windows?.fence, told]);
}

/** Whether it answers ARP for one of its VIPs now. On Windows nothing does that for an address of a loopback adapter. */
export function isExposed({ disk, memory }: SimHost): boolean {
  return disk.windows === undefined && isUnprotected(memory);
}

/** Whether it would answer ARP for one of its VIPs, as it is set now, or after a boot. */
export function exposureOf(host: SimHost): Exposure {
  return { now: isExposed(host), boot: host.disk.windows === undefined && isUnprotected(host.disk) };
}

/** Whether a VIP of ours is there that Windows lets no packet in for: nothing answers for it, and nobody is served. */
export function isDeaf({ disk, memory }: SimHost): boolean {
  if (disk.windows === undefined || memory.isSet) return false;
  return recordedVips({ disk, memory }).some((vip) => memory.vips.has(vip));
}

/** What the host's record says is ours; that of a change on trial speaks instead of the other. */
export function recordedVips({ disk, memory }: Pick<SimHost, 'disk' | 'memory'>): readonly string[] {
  const trialRecord = disk.windows === undefined ? memory.trialRecord : disk.windows.trialRecord;
  return (trialRecord ?? disk.record)?.vips ?? [];
}

function isUnprotected({ vips, isSet }: Pick<Disk, 'vips' | 'isSet'>): boolean {
  return !isSet && [...vips].some(isIpv4);
}

/** Whether it can be reached for management. */
export function isReachable({ isUp, isHung, cutsWithVip, memory }: SimHost): boolean {
  return isUp && !isHung && !(cutsWithVip && memory.vips.size > 0);
}
