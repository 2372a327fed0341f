import type { HostPlan } from '../core/plan.ts';
import type { Host } from '../inventory/fleet.ts';
import { planHost, planUnreachable } from '../planning/plan-host.ts';
import type { Desired } from '../platforms/platform.ts';
import type { Reading } from '../platforms/reading.ts';
import type { Session } from '../transports/transport.ts';
import type { Conditions } from './conditions.ts';
import { probeHost } from './probe-host.ts';
import { visitHosts } from './visit-hosts.ts';

/** What the first look at the hosts gave: their plans, and the sessions of those that have something to change. */
export interface Survey extends AsyncDisposable {
  readonly plans: readonly HostPlan[];
  /** By host name; only hosts whose plan is a change. */
  readonly ready: ReadonlyMap<string, ReadyHost>;
}

/** A host that waits, connected and read, for its change. */
export interface ReadyHost {
  readonly host: Host;
  readonly desired: Desired;
  readonly reading: Reading;
  readonly session: Session;
  /** When it was read: milliseconds since 1970. */
  readonly readAt: number;
}

/**
 * Reads every host and plans it. Nothing is changed. The one connection of a host is kept where `keepSessions` says
 * that a change may follow.
 */
export async function surveyHosts(
  hosts: readonly Host[],
  desiredOf: (host: Host) => Desired,
  conditions: Conditions,
  keepSessions: boolean,
): Promise<Survey> {
  const ready = new Map<string, ReadyHost>();
  const visited = await visitHosts(hosts, conditions.fanout, conditions.signal, async (host) => {
    const session = await conditions.connect(host, conditions.signal);
    let kept = false;
    try {
      conditions.announce({ kind: 'host-contacted', host: host.name });
      const desired = desiredOf(host);
      const vips = [...desired.present, ...desired.absent];
      const reading = await probeHost(session, host, vips, 'before', conditions);
      const plan = planHost(host.name, reading, desired);
      kept = keepSessions && plan.kind === 'change';
      if (kept) ready.set(host.name, { host, desired, reading, session, readAt: conditions.clock.now() });
      return plan;
    } finally {
      if (!kept) await session[Symbol.asyncDispose]();
    }
  });
  return {
    plans: visited.map((one) => ('result' in one ? one.result : planUnreachable(one.host.name, one.problem))),
    ready,
    async [Symbol.asyncDispose]() {
      await Promise.all([...ready.values()].map(({ session }) => session[Symbol.asyncDispose]()));
    },
  };
}
