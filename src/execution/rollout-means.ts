import type { SegmentReport } from '../core/network.ts';
import type { Hook } from '../core/rollout.ts';
import type { Fleet } from '../inventory/fleet.ts';
import type { Segment } from '../verification/network/segment.ts';
import type { Hold } from './hold-pools.ts';
import type { HookAnswer, HookPlace } from './run-hook.ts';

/** What a rollout is given beyond what every run is given. */
export interface RolloutMeans {
  readonly fleet: Fleet;
  /** The leases of the pools. */
  readonly hold: Hold;
  /** `ops@admin1`: who is named to those that find a host in work. */
  readonly owner: string;
  /** The witnesses; undefined where the network cannot be looked at, which the result says. */
  readonly segment: Segment | undefined;
  /** What they saw before the run began; undefined where they were not asked. */
  readonly before: SegmentReport | undefined;
  /** Members that an earlier run took out of service and did not bring back. */
  readonly leftOut: ReadonlySet<string>;
  runHook(hook: Hook, place: HookPlace): Promise<HookAnswer>;
  /** The operator's yes before the next batch. */
  readonly askForBatch?: (batch: number, of: number, signal: AbortSignal) => Promise<boolean>;
}
