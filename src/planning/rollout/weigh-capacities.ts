import { foldNames } from '../../core/fold-names.ts';
import { type HostCount, isNobody, membersToKeep } from '../../core/host-count.ts';
import type { HostPlan } from '../../core/plan.ts';
import { Problem } from '../../core/problem.ts';
import type { Capacity } from '../../core/rollout.ts';
import type { Pool } from '../../inventory/fleet.ts';
import type { RolloutRequest } from './rollout-request.ts';

/** A capacity, and what the plan does to it. */
export interface Weighed {
  readonly capacity: Capacity;
  /** The members that are out, by the reason. */
  readonly reasons: ReadonlyMap<OutReason, readonly string[]>;
  /** So many members leave the pool for good. */
  readonly leaving: number;
}

type OutReason = 'unreachable' | 'refused' | 'nothing to remove';

/** By how much a pool falls short of what must stay in service. */
export interface Shortfall {
  readonly pool: string;
  readonly reason: string;
  readonly wayOut: string;
}

/** Pools that cannot keep enough members in service, whatever the order: the run must not begin. */
export interface RolloutRefusal {
  readonly refused: readonly Shortfall[];
}

/** Every pool that a host to change serves in, named by the run or not, and that asks for members to stay in service. */
export function weighCapacities(request: RolloutRequest): readonly Weighed[] {
  const { fleet, verb } = request;
  const plans = new Map(request.hosts.map((plan) => [plan.host, plan]));
  return [...fleet.pools.values()].flatMap((pool) => {
    const named = request.pools.some(({ name }) => name === pool.name);
    const asked = (named ? request.overrides.keepInService : undefined) ?? pool.rollout.keepInService;
    const changed = pool.members.filter((member) => plans.get(member)?.kind === 'change');
    if (asked === undefined || isNobody(asked) || changed.length === 0) return [];
    const removed = named && verb === 'remove';
    // A pool that all its members leave is taken out of use, so there is nothing to keep.
    if (removed && pool.members.every((member) => plans.has(member))) return [];
    const reasons = findOut(pool, plans, named ? verb : undefined);
    const capacity: Capacity = {
      pool: pool.name,
      members: pool.members,
      keep: membersToKeep(asked, pool.members.length),
      asked,
      out: [...[...reasons.values()].flat(), ...changed.filter((member) => request.leftOut.has(member))],
    };
    return [{ capacity, reasons, leaving: removed ? changed.length : 0 }];
  });
}

/** A member is in service unless it is known to be out: nobody has looked at those that were not selected. */
function findOut(
  pool: Pool,
  plans: ReadonlyMap<string, HostPlan>,
  verb: RolloutRequest['verb'] | undefined,
): ReadonlyMap<OutReason, readonly string[]> {
  const reasons = new Map<OutReason, string[]>();
  for (const member of pool.members) {
    const reason = outReason(plans.get(member)?.kind, verb);
    if (reason !== undefined) reasons.set(reason, [...(reasons.get(reason) ?? []), member]);
  }
  return reasons;
}

/** A refusal to apply says that the pool's VIP is not right on the host; a refusal to remove, that it stays there. */
function outReason(
  kind: HostPlan['kind'] | undefined,
  verb: RolloutRequest['verb'] | undefined,
): OutReason | undefined {
  if (kind === 'unreachable') return kind;
  if (kind === 'refused' && verb === 'apply') return kind;
  return kind === 'as-wanted' && verb === 'remove' ? 'nothing to remove' : undefined;
}

/**
 * The pools that cannot be held: not even with one host at a time, or not once the leaving hosts have left. Members that an
 * earlier run left out of service are not counted: their change, which comes first, brings them back.
 */
export function findShortfalls(weighed: readonly Weighed[]): readonly Shortfall[] {
  return weighed.flatMap(({ capacity, reasons, leaving }) => {
    const { pool, members, keep, asked } = capacity;
    const gone = [...reasons.values()].flat().length;
    const most = members.length - gone - (leaving === 0 ? 1 : leaving);
    if (most >= keep) return [];
    const consequence =
      leaving === 0 ? ', so none can be changed' : `${gone > 0 ? ' and' : ','} ${leaving} would leave`;
    return [
      {
        pool,
        reason: `${pool}: ${keep} of ${members.length} must stay in service (keepInService ${asked})${outText(reasons)}${consequence}`,
        wayOut: wayOutOf(capacity, gone, keep - most, most),
      },
    ];
  });
}

function outText(reasons: Weighed['reasons']): string {
  const count = [...reasons.values()].flat().length;
  if (count === 0) return '';
  const why = [...reasons].map(([reason, names]) => `${foldNames(names)}: ${reason}`).join('; ');
  return `, ${count} ${count === 1 ? 'is' : 'are'} out already (${why})`;
}

function wayOutOf({ asked, members }: Capacity, gone: number, missing: number, most: number): string {
  const limit = `keepInService be at most ${sameKind(asked, most, members.length)}`;
  return gone < missing ? `let ${limit}` : `${missing} more must come back, or ${limit}`;
}

/** A number of members said as a share where a share was asked for; rounded so that it is held. */
function sameKind(asked: HostCount, most: number, members: number): HostCount {
  return typeof asked === 'number' ? most : `${Math.floor((100 * most) / members)}%`;
}

/** The refusal as what stops the command: every pool with its way out. */
export function serviceNotKept({ refused }: RolloutRefusal): Problem {
  const [first] = refused;
  if (first !== undefined && refused.length === 1)
    return new Problem('service-not-kept', `nothing is changed: ${first.reason}`, { wayOut: first.wayOut });
  const lines = refused.map(({ reason, wayOut }) => `  ${reason}; ${wayOut}`);
  return new Problem('service-not-kept', ['nothing is changed:', ...lines].join('\n'));
}
