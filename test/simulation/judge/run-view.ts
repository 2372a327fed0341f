import type { HostOutcome } from '../../../src/core/outcome.ts';
import type { Plan } from '../../../src/core/plan.ts';
import type { Conduct } from '../engine/conduct.ts';
import type { Exposure } from '../farm/host.ts';

/** What the judge has seen of one run. */
export interface RunView {
  readonly conduct: Conduct;
  plan: Plan | undefined;
  readonly hosts: Map<string, HostView>;
  fence: number;
  /** The fence of each pool that it holds. */
  readonly leases: Map<string, number>;
  leaseLost: boolean;
  gateShut: boolean;
  /** Whether a line of the journal was lost before the event that is heard now. */
  hasGaps: boolean;
  batch: number;
  endedBatches: number;
  strangerSeen: boolean;
  /** `VIP MAC` of those who answered before a removal. */
  readonly bystanders: Set<string>;
}

export interface HostView {
  /** A hook was called for it, or a change was sent: it is in hand until it has ended. */
  isInHand: boolean;
  wasBegun: boolean;
  forwardLines: number;
  changeLines: number;
  changesSent: number;
  confirmLines: number;
  confirmsSent: number;
  lastChangeSentAt: number;
  wasAccused: boolean;
  /** A witness has heard it answer. */
  wasHeard: boolean;
  /** This run has drained it, and not brought it back. */
  isDrained: boolean;
  wasSentBack: boolean;
  /** It was to be taken back, and stays as it was changed. */
  isSpared: boolean;
  outcome: HostOutcome | undefined;
  /** Others have changed it since, or its power has gone. */
  isDisturbed: boolean;
  /** Somebody has changed its VIPs by hand while the run went on. */
  wasHandled: boolean;
  endedAt: number;
  /** When a script of this run was first let in there, and how the host was then. */
  entered: { readonly at: number; readonly state: HostSnapshot } | undefined;
}

export interface HostSnapshot {
  readonly now: string;
  readonly boot: string;
  /** What the host's record says is ours. */
  readonly recorded: string;
  readonly isSet: { readonly now: boolean; readonly boot: boolean };
  /** On Windows: whether our adapter is there, and a VIP of ours for which nothing is let in. */
  readonly isDeaf: boolean;
  readonly adapter: boolean;
  readonly exposure: Exposure;
  readonly boots: number;
}

export function newRunView(conduct: Conduct): RunView {
  return {
    conduct,
    plan: undefined,
    hosts: new Map(),
    fence: 0,
    leases: new Map(),
    leaseLost: false,
    gateShut: false,
    hasGaps: false,
    batch: 0,
    endedBatches: 0,
    strangerSeen: false,
    bystanders: new Set(),
  };
}

export function hostView({ hosts }: RunView, name: string): HostView {
  const known = hosts.get(name);
  if (known !== undefined) return known;
  const fresh: HostView = {
    isInHand: false,
    wasBegun: false,
    forwardLines: 0,
    changeLines: 0,
    changesSent: 0,
    confirmLines: 0,
    confirmsSent: 0,
    lastChangeSentAt: 0,
    wasAccused: false,
    wasHeard: false,
    isDrained: false,
    wasSentBack: false,
    isSpared: false,
    outcome: undefined,
    isDisturbed: false,
    wasHandled: false,
    endedAt: 0,
    entered: undefined,
  };
  hosts.set(name, fresh);
  return fresh;
}

const failures: readonly (HostOutcome | undefined)[] = ['failed', 'rolled-back', 'unknown'];

export function failedAmong(view: RunView, hosts: Iterable<string>): number {
  return [...hosts].filter((host) => failures.includes(view.hosts.get(host)?.outcome)).length;
}

/** Whether the run has taken the host out of service: it is in hand, has ended badly, or its VIP was taken away. */
export function isOutByRun({ conduct, hosts }: RunView, name: string, pool: string): boolean {
  const view = hosts.get(name);
  if (view === undefined || !view.wasBegun) return false;
  if (view.isInHand) return true;
  if (view.outcome === 'changed' || view.isSpared) {
    const { purpose, pools } = conduct.errand;
    return purpose.verb === 'remove' && pools.some((named) => named.name === pool);
  }
  return !['ok', 'rolled-back', 'skipped', 'not-attempted'].includes(view.outcome ?? 'unknown');
}
