import type { Vip } from './address.ts';
import type { RolloutOverrides, RolloutPlan } from './rollout.ts';
import type { Step } from './step.ts';

/** What a run would do, as data: it can be printed, compared, saved, approved by its digest and carried out. */
export interface Plan {
  readonly version: 1;
  readonly verb: 'apply' | 'remove';
  /** Take over VIPs that are right but were not made by vipfarm. */
  readonly adopt: boolean;
  /** Remove although clients are connected. */
  readonly force: boolean;
  /** sha256 of the inventory that it was made from. */
  readonly inventory: string;
  readonly pools: readonly PlannedPool[];
  readonly hosts: readonly HostPlan[];
  /** In which order and within which limits the hosts are changed. */
  readonly rollout: RolloutPlan;
  /** What the command line said of the rollout; whoever makes the plan again says it again. */
  readonly overrides: RolloutOverrides;
  /** Of a rollback: what each host of the earlier run is rid of, and what it gets back. */
  readonly takesBack?: Readonly<Record<string, Movement>>;
}

/** The VIPs that a change brings to a host and takes from it, as addresses. */
export interface Movement {
  readonly brings: readonly string[];
  readonly takes: readonly string[];
}

export interface PlannedPool {
  readonly name: string;
  readonly vips: readonly Vip[];
  /** The selected members, in file order. A host of several pools is listed under the first of them only. */
  readonly members: readonly string[];
}

interface HostPlanBase {
  readonly host: string;
  /** `Debian 12, ifupdown`; hosts that are alike have the same. */
  readonly title: string;
  /** Digest of what was observed; undefined when nothing was. A saved plan is stale when it differs. */
  readonly facts: string | undefined;
  readonly notices: readonly string[];
}

export type HostPlan =
  | (HostPlanBase & { readonly kind: 'as-wanted' })
  | (HostPlanBase & { readonly kind: 'change'; readonly steps: readonly Step[] })
  | (HostPlanBase & { readonly kind: 'refused'; readonly reason: string; readonly wayOut: string })
  | (HostPlanBase & { readonly kind: 'unreachable'; readonly reason: string; readonly wayOut: string })
  | (HostPlanBase & { readonly kind: 'not-attempted'; readonly reason: string });
