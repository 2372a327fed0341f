import { isDeaf, recordedVips, type SimHost, stateOf, vipsOf } from '../farm/host.ts';
import type { Farm } from '../scenario.ts';
import type { HostSnapshot } from './run-view.ts';

/** Looks at what becomes of changes on Windows hosts, where they outlast a boot and only the task of the host ends them. */
export interface WindowsWatch {
  /** wasHandled: somebody has changed its VIPs by hand since the run began, so perhaps after it read them. */
  begun(host: SimHost, run: string, state: HostSnapshot, wasHandled: boolean): void;
  over(host: SimHost, how: 'kept' | 'undone' | 'stuck'): void;
  /** Somebody has changed its VIPs by hand. */
  handled(name: string): void;
  /** Nothing moves any more. */
  calm(): void;
}

interface OpenChange {
  readonly run: string;
  readonly state: HostSnapshot;
  end: 'kept' | 'undone' | 'stuck' | undefined;
  wasHandled: boolean;
  /** One that could not be taken back before has left its record of VIPs on trial. */
  readonly hadTrialRecord: boolean;
}

export function watchWindows({ hosts }: Farm, accuse: (what: string) => void): WindowsWatch {
  const changes = new Map<string, OpenChange>();

  function judgeUndone(host: SimHost, { run, state, wasHandled }: OpenChange): void {
    if (wasHandled || isAsAtFirst(host, state)) return;
    accuse(
      `${host.name} has undone the change of ${run}, and is ${stateOf(host)}, not ${JSON.stringify(state)}`,
    );
  }

  function judgeCalm(host: SimHost): void {
    const { name, memory, disk } = host;
    const { windows } = disk;
    if (windows === undefined) return;
    const say = (why: string): void => accuse(`${name} ${why}, and nothing moves any more: ${stateOf(host)}`);
    if (windows.trial !== undefined) say(`has a change of ${windows.trial.run} that is not over`);
    if (windows.task !== undefined) say('has a task that waits for nothing');
    if (memory.lock?.isAlive === true) say('is locked');
    const change = changes.get(name);
    if (change === undefined || change.end === 'stuck' || change.end === 'kept') return;
    if (windows.trialRecord !== undefined && !change.hadTrialRecord) say('has a record of a change on trial');
    // One whose session died before it left word was never begun.
    judgeUndone(host, change);
  }

  return {
    begun(host, run, state, wasHandled) {
      const { windows } = host.disk;
      if (windows === undefined) return;
      const hadTrialRecord = windows.trialRecord !== undefined;
      changes.set(host.name, { run, state, end: undefined, wasHandled, hadTrialRecord });
    },
    over(host, how) {
      const change = changes.get(host.name);
      if (change === undefined) return accuse(`${host.name} ends a change that nobody began`);
      if (change.end !== undefined) accuse(`${host.name}: the change of ${change.run} ends twice`);
      change.end = how;
      if (how === 'undone') judgeUndone(host, change);
      const isDeafAnew = isDeaf(host) && !change.state.isDeaf && !change.wasHandled;
      if (how !== 'stuck' && isDeafAnew)
        accuse(`${host.name} lets nothing in for a VIP after the change of ${change.run} was ${how}`);
      const { windows, notes } = host.disk;
      if (how === 'kept' && windows?.program?.deadman !== undefined && notes?.confirmed !== true)
        accuse(`${host.name} keeps the change of ${change.run}, which was never confirmed`);
    },
    handled(name) {
      const change = changes.get(name);
      if (change !== undefined) change.wasHandled = true;
    },
    calm() {
      for (const host of hosts.values()) judgeCalm(host);
    },
  };
}

/** A boot makes what is now the same as what was to come at boot, and so may the putting back of a VIP. */
function isAsAtFirst(host: SimHost, before: HostSnapshot): boolean {
  const { memory, disk, boots } = host;
  const now = [...memory.vips].sort().join(',');
  const boot = [...disk.vips].sort().join(',');
  const wasBooted = boots !== before.boots;
  return (
    (now === before.now || now === before.boot) &&
    boot === before.boot &&
    vipsOf(new Set(recordedVips(host))) === before.recorded &&
    (wasBooted || memory.isSet === before.isSet.now) &&
    disk.isSet === before.isSet.boot &&
    (disk.windows?.adapter === true) === before.adapter
  );
}
