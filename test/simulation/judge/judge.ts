import type { RunEvent } from '../../../src/core/event.ts';
import type { RolloutEnd } from '../../../src/execution/roll-out.ts';
import type { RunWatcher } from '../engine/conduct.ts';
import {
  exposureOf,
  type HostWatcher,
  isDeaf,
  recordedVips,
  type SimHost,
  stateOf,
  vipsOf,
} from '../farm/host.ts';
import type { Farm } from '../scenario.ts';
import type { VirtualTime } from '../virtual-time.ts';
import { noteClaim, noteSurvey } from './claims.ts';
import { judgeBeginning, judgeGateOpened, judgeRetreat } from './limits.ts';
import { judgeOutcome } from './outcomes.ts';
import { type HostSnapshot, hostView, newRunView, type RunView } from './run-view.ts';
import { watchWindows } from './windows.ts';

/** Looks at everything that hosts and runs do, and says which invariant of the design does not hold. */
export interface Judge extends HostWatcher, RunWatcher {
  readonly violations: readonly string[];
  readonly stories: readonly string[];
  accuse(what: string): void;
  /** Nothing has moved for a while: what is on a host now stays there. */
  calm(): void;
  runs(): readonly RunView[];
}

export interface JudgeMeans {
  readonly farm: Farm;
  readonly time: VirtualTime;
  /** The members that the director has drained, with the run that did it. */
  readonly drained: ReadonlyMap<string, string>;
  /** Whether the story of the run is wanted. */
  readonly isVerbose: boolean;
}

export function appointJudge({ farm, time, drained, isVerbose }: JudgeMeans): Judge {
  const violations: string[] = [];
  const stories: string[] = [];
  const runs = new Map<string, RunView>();
  const highest = new Map<string, { readonly fence: number; readonly run: string; readonly boot: number }>();
  const windows = watchWindows(farm, accuse);
  const begunAt = time.now();

  function story(tell: () => string): void {
    if (isVerbose) stories.push(`${((time.now() - begunAt) / 1000).toFixed(3).padStart(10)}  ${tell()}`);
  }
  function accuse(what: string): void {
    violations.push(`${((time.now() - begunAt) / 1000).toFixed(3)} s: ${what}`);
    story(() => `VIOLATION ${what}`);
  }
  const ofRun = (run: string): RunView | undefined => runs.get(run);

  /** Whatever the next action is, it may be the last one that works. */
  function judgeRecord({ name, memory, disk }: SimHost): void {
    const records = [disk.record, memory.trialRecord, disk.windows?.trialRecord];
    const known = [...records.flatMap((record) => record?.vips ?? []), ...(farm.foreign.get(name) ?? [])];
    const unknown = new Set([...memory.vips, ...disk.vips].filter((vip) => !known.includes(vip)));
    if (unknown.size > 0) accuse(`${name} has ${vipsOf(unknown)}, which no record of it names`);
  }

  /** What others make of a host is not for a run to answer for. */
  function disturb(host: string, by: RunView | undefined): void {
    for (const view of runs.values()) {
      // Also between the reading and the change: what a run takes for the state before is what it has read.
      if (view !== by && view.conduct.state === undefined) hostView(view, host).isDisturbed = true;
    }
  }

  function begin(view: RunView, host: string): void {
    const mine = hostView(view, host);
    if (mine.wasBegun) return;
    mine.wasBegun = true;
    mine.isInHand = true;
    judgeBeginning(view, host, time.now(), accuse);
  }

  function hear(view: RunView, event: RunEvent): void {
    const { errand, folder } = view.conduct;
    const isKept = folder.lost() === undefined;
    switch (event.kind) {
      case 'lease-taken':
        view.fence = Math.max(view.fence, event.fence);
        view.leases.set(event.pool, event.fence);
        break;
      case 'lease-lost':
        view.leaseLost = true;
        break;
      case 'batch-started':
        view.batch = event.batch;
        if (view.gateShut) accuse(`${errand.run}: batch ${event.batch} begins behind a shut gate`);
        if (view.hasGaps) accuse(`${errand.run}: batch ${event.batch} begins with gaps in the journal`);
        break;
      case 'network-surveyed':
        noteSurvey(view, event, time.now());
        break;
      case 'claim-seen':
        noteClaim(view, event.claim, time.now());
        break;
      case 'change-sent': {
        const mine = hostView(view, event.host);
        if (isKept) mine.changeLines += 1;
        if (event.way === 'forward') {
          mine.forwardLines += 1;
          if (mine.forwardLines > 1) accuse(`${errand.run}: ${event.host} is changed twice`);
          begin(view, event.host);
        } else if (isKept) {
          mine.wasSentBack = true;
          if (mine.outcome !== 'changed' || mine.wasHeard) break;
          // One that answers loses its VIP at once, wherever it stands; and what is not on record is not sent.
          mine.isInHand = true;
          judgeRetreat(view, event.host, accuse);
        }
        break;
      }
      case 'hook-ended': {
        if (event.host === undefined) break;
        const mine = hostView(view, event.host);
        if (event.hook === 'drain') mine.isDrained = event.ok;
        if (event.hook === 'undrain') mine.isDrained = false;
        break;
      }
      case 'confirmation-sent':
        if (isKept) hostView(view, event.host).confirmLines += 1;
        break;
      case 'host-ended': {
        const mine = hostView(view, event.host);
        mine.isInHand = false;
        mine.isSpared = mine.outcome === 'changed' && event.outcome === 'failed' && !mine.wasSentBack;
        mine.outcome = event.outcome;
        mine.endedAt = time.now();
        const host = farm.hosts.get(event.host);
        if (host !== undefined) judgeOutcome(view, host, farm, accuse);
        // A member that leaves its pool stays drained.
        if (
          event.outcome === 'changed' &&
          errand.purpose.verb === 'apply' &&
          drained.get(event.host) === errand.run
        )
          accuse(`${errand.run}: ${event.host} ends as changed, and is still drained`);
        break;
      }
      case 'gate-judged':
        view.endedBatches = event.batch;
        if (event.opens) judgeGateOpened(view, accuse);
        else view.gateShut = true;
    }
    view.hasGaps = folder.lost() !== undefined;
    story(() => `${errand.run}  ${JSON.stringify(event)}`);
  }

  return {
    violations,
    stories,
    story,
    accuse,
    runs: () => [...runs.values()],
    opened(conduct) {
      runs.set(conduct.errand.run, newRunView(conduct));
    },
    told: (conduct) => (event) => {
      const view = ofRun(conduct.errand.run);
      if (view !== undefined && conduct.controller.isAlive) hear(view, event);
    },
    planned(conduct, plan) {
      const view = ofRun(conduct.errand.run);
      if (view !== undefined) view.plan = plan;
    },
    hookCalled(conduct, hook, host) {
      story(() => `${conduct.errand.run}  hook ${hook} ${host ?? ''}`);
      const view = ofRun(conduct.errand.run);
      if (view !== undefined && host !== undefined) begin(view, host);
    },
    sent({ name }, host, script, connectedAt) {
      if (script.does === 'probe' || script.does === 'recall' || script.does === 'dismiss') return;
      const { run } = script.order;
      story(() => `${run}  sends ${script.does} to ${host.name}`);
      const view = ofRun(run);
      if (view === undefined) return;
      const mine = hostView(view, host.name);
      if (view.conduct.errand.isDry) accuse(`${run}: a dry run sends ${script.does} to ${host.name}`);
      if (script.order.fence !== view.fence)
        accuse(`${run}: ${host.name} is told the number ${script.order.fence} instead of ${view.fence}`);
      if (script.does === 'change') {
        mine.changesSent += 1;
        mine.lastChangeSentAt = time.now();
        if (mine.changesSent > mine.changeLines)
          accuse(`${run}: ${host.name} is sent a change that the journal of ${name} does not have`);
      } else {
        mine.confirmsSent += 1;
        if (mine.confirmsSent > mine.confirmLines)
          accuse(`${run}: ${host.name} is sent a confirmation that the journal does not have`);
        if (connectedAt <= mine.lastChangeSentAt)
          accuse(`${run}: ${host.name} is confirmed over the connection that changed it`);
      }
    },
    changeBegun(host, run, does) {
      const view = ofRun(run);
      if (view === undefined) return accuse(`${host.name} carries out a change of a run that nobody began`);
      const mine = hostView(view, host.name);
      mine.entered ??= { at: time.now(), state: snapshot(host) };
      const before = highest.get(host.name);
      // A Windows host keeps the number until a boot whatever else has gone.
      const isOfThisBoot = host.disk.windows !== undefined && before?.boot === host.boots;
      const forgot = host.disk.record === undefined && !isOfThisBoot;
      if (before !== undefined && before.run !== run && before.fence > view.fence && !forgot)
        accuse(
          `${host.name} carries out a change of ${run} (${view.fence}) after one of ${before.run} (${before.fence})`,
        );
      highest.set(host.name, { fence: view.fence, run, boot: host.boots });
      // A confirmation goes on with what is there, or is refused.
      if (does === 'change') windows.begun(host, run, snapshot(host), mine.wasHandled);
      disturb(host.name, view);
      story(() => `${host.name} begins to ${does} for ${run}: ${stateOf(host)}`);
    },
    stepTaken(host, process, before, command) {
      const { run } = process;
      story(() => `${host.name} ${command.join(' ')}`);
      const after = exposureOf(host);
      // One that answered before the run came may be put back to that when its change fails.
      const mine = ofRun(run)?.hosts.get(host.name);
      const began = mine?.entered?.state.exposure;
      if (after.now && !before.now && began?.now !== true && mine?.wasHandled !== true)
        accuse(`${host.name} answers ARP for a VIP after: ${command.join(' ')}`);
      if (after.boot && !before.boot && began?.boot !== true)
        accuse(`${host.name} would answer ARP for a VIP after a boot: ${command.join(' ')}`);
      if (host.memory.lock !== process) accuse(`${host.name} is changed by ${run} without its lock`);
      judgeRecord(host);
      const [what, , , address = ''] = command;
      if (what === 'vip' && farm.foreign.get(host.name)?.includes(address) === true)
        accuse(`${host.name}: ${address} is not ours, and is touched: ${command.join(' ')}`);
    },
    changeOver(host, run, how) {
      story(() => `${host.name}: the change of ${run} is ${how}`);
      windows.over(host, how);
    },
    disturbed: ({ name }) => disturb(name, undefined),
    calm() {
      for (const host of farm.hosts.values()) judgeRecord(host);
      windows.calm();
    },
    handled({ name }) {
      windows.handled(name);
      disturb(name, undefined);
      for (const view of runs.values()) hostView(view, name).wasHandled = true;
    },
    ended(conduct, plan, end) {
      const view = ofRun(conduct.errand.run);
      if (view !== undefined)
        judgeResults(
          view,
          plan.hosts.map(({ host }) => host),
          end,
          accuse,
        );
    },
  };
}

function judgeResults(
  view: RunView,
  planned: readonly string[],
  { results }: RolloutEnd,
  accuse: (what: string) => void,
): void {
  const { run } = view.conduct.errand;
  const names = results.map(({ host }) => host);
  if (names.length !== planned.length || planned.some((host) => !names.includes(host)))
    accuse(`${run}: results of ${names.join(' ')} for the hosts ${planned.join(' ')}`);
  for (const { host, outcome } of results) {
    const mine = hostView(view, host);
    if (mine.outcome === undefined) accuse(`${run}: nothing was told of the end of ${host}`);
    else if (mine.outcome !== outcome)
      accuse(`${run}: the result of ${host} is ${outcome}, and ${mine.outcome} was told`);
    // Nothing may be sent without a line in the journal, so nothing can be taken back either.
    const couldBeTakenBack = !view.hasGaps;
    if (couldBeTakenBack && mine.wasAccused && (outcome === 'changed' || outcome === 'ok'))
      accuse(`${run}: ${host} was seen to answer ARP after its change, and ends as ${outcome}`);
  }
}

function snapshot(host: SimHost): HostSnapshot {
  const { memory, disk, boots } = host;
  return {
    exposure: exposureOf(host),
    now: vipsOf(memory.vips),
    boot: vipsOf(disk.vips),
    recorded: vipsOf(new Set(recordedVips(host))),
    isDeaf: isDeaf(host),
    adapter: disk.windows?.adapter === true,
    isSet: { now: memory.isSet, boot: disk.isSet },
    boots,
  };
}
