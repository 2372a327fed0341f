import type { RunEvent } from './event.ts';
import type { HostOutcome } from './outcome.ts';
import type { SummarizedHost } from './run-summary.ts';

/** What the journal of a run says of it, whether it came to its end or was cut off. */
export interface RunMemory {
  readonly run: string;
  readonly verb: string;
  readonly continues: string | undefined;
  readonly hosts: ReadonlyMap<string, HostInRun>;
  /** Undefined for a run that was cut off. */
  readonly exitCode: number | undefined;
  /** The gate that stopped it. */
  readonly stopped: { readonly batch: number; readonly reasons: readonly string[] } | undefined;
  /** Lines of the journal that cannot be read: whatever they said, of whichever host, is not known. */
  readonly unreadable: number;
}

/** One host's part of a run. */
export interface HostInRun {
  readonly outcome: HostOutcome | undefined;
  readonly reason: string | undefined;
  /** A hook took it out of service, and none has brought it back since. */
  readonly isOut: boolean;
  /** The scripts that were sent to it, in their order, but for those that it refused. */
  readonly changes: readonly SentChange[];
}

export interface SentChange {
  readonly way: 'forward' | 'back';
  readonly brings: readonly string[];
  readonly takes: readonly string[];
  readonly deadman: number | undefined;
  readonly steps: ReadonlyMap<string, StepState>;
}

/** unknown: it was sent, and no answer came. */
export type StepState = 'done' | 'not done' | 'unknown';

export interface FollowedRun {
  /** Always what is known so far. */
  readonly memory: RunMemory;
  note(event: RunEvent): void;
  /** Something happened, and what it was cannot be read. */
  miss(): void;
}

/** Follows a run by its events. `known`: hosts that it is about in any case. */
export function followRun(known: readonly string[] = []): FollowedRun {
  const hosts = new Map<string, OpenHost>();
  const memory: Open<RunMemory> = {
    run: '',
    verb: '',
    continues: undefined,
    hosts,
    exitCode: undefined,
    stopped: undefined,
    unreadable: 0,
  };
  const hostNamed = (name: string): OpenHost => {
    const host = hosts.get(name) ?? { outcome: undefined, reason: undefined, isOut: false, changes: [] };
    hosts.set(name, host);
    return host;
  };
  known.forEach(hostNamed);
  function note(event: RunEvent): void {
    switch (event.kind) {
      case 'run-started':
        memory.run = event.run;
        memory.verb = event.verb;
        memory.continues = event.continues;
        event.hosts.forEach(hostNamed);
        break;
      case 'change-sent': {
        const { way, brings, takes, deadman } = event;
        const steps = new Map(event.steps.map((step) => [step, 'unknown' as const]));
        hostNamed(event.host).changes.push({ way, brings, takes, deadman, steps });
        break;
      }
      case 'change-refused':
        hostNamed(event.host).changes.pop();
        break;
      case 'step-ended':
        hostNamed(event.host)
          .changes.at(-1)
          ?.steps.set(
            event.step,
            event.end === 'done' ? 'done' : event.end === 'not-undone' ? 'unknown' : 'not done',
          );
        break;
      case 'host-ended': {
        const host = hostNamed(event.host);
        host.outcome = event.outcome;
        host.reason = event.reason;
        settleSteps(host.changes.at(-1), event.outcome);
        break;
      }
      case 'hook-ended':
        if (event.host !== undefined) noteHook(hostNamed(event.host), event.hook, event.ok);
        break;
      case 'gate-judged':
        if (!event.opens) memory.stopped = { batch: event.batch, reasons: event.reasons };
        break;
      case 'run-ended':
        memory.exitCode = event.exitCode;
    }
  }
  function miss(): void {
    memory.unreadable += 1;
  }
  return { memory, note, miss };
}

/** A drain counts from its beginning, the way back only when it went well. */
function noteHook(host: OpenHost, hook: string, ok: boolean): void {
  if (hook === 'drain') host.isOut = true;
  if (hook === 'undrain' || hook === 'inService') host.isOut = !ok;
}

/** The last word on a host is what was read back from it: it settles steps whose own end nobody heard. */
function settleSteps(change: OpenChange | undefined, outcome: HostOutcome): void {
  const settled =
    outcome === 'changed'
      ? 'done'
      : outcome === 'rolled-back' || outcome === 'not-attempted'
        ? 'not done'
        : undefined;
  if (change === undefined || settled === undefined || change.way === 'back') return;
  for (const step of change.steps.keys()) change.steps.set(step, settled);
}

/** Whether a host got a change whose end nobody knows, or may have got one in a line that cannot be read. */
export function isInDoubt({ outcome, changes }: HostInRun, { unreadable }: RunMemory): boolean {
  return (outcome === undefined || outcome === 'unknown') && (changes.length > 0 || unreadable > 0);
}

export function hostsInDoubt(memory: RunMemory): readonly string[] {
  return [...memory.hosts].filter(([, host]) => isInDoubt(host, memory)).map(([name]) => name);
}

/** Hosts that were taken out of service and not brought back. */
export function hostsLeftOut({ hosts }: RunMemory): readonly string[] {
  return [...hosts].filter(([, { isOut }]) => isOut).map(([host]) => host);
}

/** Hosts that were never begun: not even taken out of service. */
export function hostsNeverBegun(memory: RunMemory): readonly string[] {
  return [...memory.hosts]
    .filter(([, host]) => {
      const { outcome = 'not-attempted', changes, isOut } = host;
      const isUntouched = changes.length === 0 && !isOut && outcome === 'not-attempted';
      return isUntouched && !isInDoubt(host, memory);
    })
    .map(([name]) => name);
}

/** Of a run that a problem ended: a host that something was sent to is unknown, until its end was heard. */
export function lastKnown(host: string, { hosts }: RunMemory, failure: string | undefined): SummarizedHost {
  const { outcome, reason: heard = failure, changes = [], isOut = false } = hosts.get(host) ?? {};
  const isForgotten = isOut && outcome === undefined;
  const reason = isForgotten ? [heard, 'it was left drained'].filter(Boolean).join('; ') : heard;
  return {
    host,
    outcome: outcome ?? (changes.length > 0 ? 'unknown' : 'not-attempted'),
    ...(reason === undefined ? {} : { reason }),
  };
}

type Open<T> = { -readonly [Key in keyof T]: T[Key] };
type OpenChange = Omit<SentChange, 'steps'> & { readonly steps: Map<string, StepState> };
type OpenHost = Omit<Open<HostInRun>, 'changes'> & { readonly changes: OpenChange[] };
