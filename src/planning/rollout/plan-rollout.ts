import { failuresAllowed } from '../../core/host-count.ts';
import type { Batch, Rollout, RolloutOverrides, RolloutPlan } from '../../core/rollout.ts';
import type { Fleet, Pool } from '../../inventory/fleet.ts';
import { cutBatches } from './cut-batches.ts';
import { orderHosts } from './order-hosts.ts';
import type { RolloutRequest } from './rollout-request.ts';
import { findShortfalls, type RolloutRefusal, weighCapacities } from './weigh-capacities.ts';

/**
 * The batches of a plan and its limits. Pools come one after the other; a host of several pools is changed in the first
 * of them. Shares in `batches` are of the pool's hosts to change.
 */
export function planRollout(request: RolloutRequest): RolloutPlan | RolloutRefusal {
  const capacities = weighCapacities(request);
  const refused = findShortfalls(capacities);
  if (refused.length > 0) return { refused };
  const shares = shareOut(request);
  const maxFail = runLimit(shares, request.overrides);
  return {
    batches: shares.flatMap((share) => batchesOf(share, maxFail, request.fleet)),
    maxFail,
    capacities: capacities.map(({ capacity }) => capacity),
  };
}

/** The hosts to change of one pool, in the order of its rollout. */
interface Share {
  readonly pool: Pool;
  readonly rollout: Rollout;
  readonly hosts: readonly string[];
}

function shareOut({ pools, hosts, overrides, leftOut }: RolloutRequest): readonly Share[] {
  const left = new Set(hosts.filter((host) => host.kind === 'change').map((host) => host.host));
  return pools.flatMap((pool) => {
    const rollout = { ...pool.rollout, ...overrides };
    const mine = pool.members.filter((member) => left.delete(member));
    return mine.length === 0
      ? []
      : [{ pool, rollout, hosts: outFirst(orderHosts(mine, rollout.order), leftOut) }];
  });
}

/** Members that are out of service already come back by their change, and only then may others be taken out. */
function outFirst(hosts: readonly string[], leftOut: ReadonlySet<string>): readonly string[] {
  const isOut = (host: string): boolean => leftOut.has(host);
  return [...hosts.filter(isOut), ...hosts.filter((host) => !isOut(host))];
}

/** The strictest of the pools' limits, each a share of that pool; from the command line one of the whole run. */
function runLimit(shares: readonly Share[], { maxFail }: RolloutOverrides): number {
  const all = shares.reduce((sum, { hosts }) => sum + hosts.length, 0);
  if (maxFail !== undefined) return failuresAllowed(maxFail, all);
  if (shares.length === 0) return 0;
  return Math.min(...shares.map(({ rollout, hosts }) => failuresAllowed(rollout.maxFail, hosts.length)));
}

function batchesOf({ pool, rollout, hosts }: Share, maxFail: number, fleet: Fleet): readonly Batch[] {
  const { spread, maxFailInBatch, pause, deadman, onFailure, hooks } = rollout;
  const siteOf = spread === 'site' ? (host: string) => fleet.hosts.get(host)?.site : undefined;
  return cutBatches(hosts, rollout.batches, siteOf).map((batch) => ({
    pool: pool.name,
    hosts: batch,
    maxFail:
      maxFailInBatch === undefined
        ? maxFail
        : Math.min(maxFail, failuresAllowed(maxFailInBatch, batch.length)),
    pause,
    deadman,
    onFailure,
    hooks,
  }));
}
