import type { HostPlan, Plan } from '../../src/core/plan.ts';
import type { Batch } from '../../src/core/rollout.ts';
import type { Step } from '../../src/core/step.ts';

/** A step of a plan that nobody will carry out. */
export function aStep(id: string, said: Partial<Step> = {}): Step {
  return {
    id,
    title: `~ ${id}`,
    reason: `why ${id}`,
    risk: 'none',
    trial: 'all',
    apply: [{ kind: 'run', command: ['true', id] }],
    confirm: [],
    undo: [{ kind: 'run', command: ['false', id] }],
    undone: [],
    ...said,
  };
}

export function toChange(host: string, steps: readonly Step[], title = 'Debian 12, ifupdown'): HostPlan {
  return { kind: 'change', host, title, facts: `facts of ${host}`, notices: [], steps };
}

export function asWanted(host: string, notices: readonly string[] = []): HostPlan {
  return { kind: 'as-wanted', host, title: 'Debian 12, ifupdown', facts: `facts of ${host}`, notices };
}

export function refused(host: string, reason: string, wayOut: string): HostPlan {
  return {
    kind: 'refused',
    host,
    title: 'Debian 12',
    facts: `facts of ${host}`,
    notices: [],
    reason,
    wayOut,
  };
}

export function unreachable(host: string, reason: string, wayOut: string): HostPlan {
  return { kind: 'unreachable', host, title: 'not reached', facts: undefined, notices: [], reason, wayOut };
}

/** All hosts to change in one batch. */
function atOnce(hosts: readonly HostPlan[]): readonly Batch[] {
  const names = hosts.filter(({ kind }) => kind === 'change').map(({ host }) => host);
  if (names.length === 0) return [];
  return [{ pool: 'web', hosts: names, maxFail: 0, pause: 0, deadman: 'auto', onFailure: 'stop', hooks: {} }];
}

/** A plan of the pool web with these hosts. */
export function aPlan(hosts: readonly HostPlan[], said: Partial<Plan> = {}): Plan {
  const members = hosts.map((host) => host.host);
  return {
    version: 1,
    verb: 'apply',
    adopt: false,
    force: false,
    inventory: 'digest of the inventory',
    pools: [{ name: 'web', vips: [{ address: '192.0.2.100', family: 4 }], members }],
    hosts,
    rollout: { batches: atOnce(hosts), maxFail: 0, capacities: [] },
    overrides: {},
    ...said,
  };
}
