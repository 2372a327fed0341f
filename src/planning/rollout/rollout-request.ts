import type { HostPlan, Plan } from '../../core/plan.ts';
import type { RolloutOverrides } from '../../core/rollout.ts';
import type { Fleet, Pool } from '../../inventory/fleet.ts';

/** What is to be rolled out. */
export interface RolloutRequest {
  readonly verb: Plan['verb'];
  readonly fleet: Fleet;
  /** The pools that the run names, in its order. */
  readonly pools: readonly Pool[];
  /** The plans of all selected hosts. */
  readonly hosts: readonly HostPlan[];
  readonly overrides: RolloutOverrides;
  /** Members that an earlier run took out of service and did not bring back. */
  readonly leftOut: ReadonlySet<string>;
}
