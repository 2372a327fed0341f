import type { Vip } from '../core/address.ts';
import type { HostPlan } from '../core/plan.ts';
import type { Host } from '../inventory/fleet.ts';
import { planHost, planUnread } from '../planning/plan-host.ts';
import { shareSteps } from '../planning/share-steps.ts';
import type { Desired } from '../platforms/platform.ts';
import type { Reading } from '../platforms/reading.ts';
import type { Session } from '../transports/transport.ts';
import type { Conditions } from './conditions.ts';
import { probeHost } from './probe-host.ts';
import { settleMemory } from './settle-memory.ts';
import { visitHosts } from './visit-hosts.ts';

/** What the first look at the hosts gave: their plans, and the sessions of those that have something to change. */
export interface Survey extends AsyncDisposable {
  readonly plans: readonly HostPlan[];
  /** By host name; only hosts whose plan is a change. */
  readonly ready: ReadonlyMap<string, ReadyHost>;
  /** Whose MAC addresses were seen: from MAC, lower case with colons, to host. */
  readonly macs: ReadonlyMap<string, string>;
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
 * that a change may follow. Hosts in doubt, which an earlier run left in the middle, are asked for their own notes first.
 */
export async function surveyHosts(
  hosts: readonly Host[],
  desiredOf: (host: Host) => Desired,
  conditions: Conditions,
  keepSessions: boolean,
  inDoubt: ReadonlySet<string> = new Set(),
): Promise<Survey> {
  const ready = new Map<string, ReadyHost>();
  const share = shareSteps();
  const macs: (readonly [string, string])[] = [];
  const visited = await visitHosts(hosts, conditions.fanout, conditions.signal, async (host) => {
    const session = await conditions.connect(host, conditions.signal);
    let kept = false;
    try {
      conditions.announce({ kind: 'host-contacted', host: host.name });
      const desired = desiredOf(host);
      const vips = [...desired.present, ...desired.absent];
      const reading = await readHost(session, host, vips, conditions, inDoubt.has(host.name));
      macs.push(
        ...reading.observed.nics.flatMap(({ mac }) => (mac === undefined ? [] : [[mac, host.name] as const])),
      );
      const plan = share(planHost(host.name, reading, desired));
      kept = keepSessions && plan.kind === 'change';
      if (kept) ready.set(host.name, { host, desired, reading, session, readAt: conditions.clock.now() });
      return plan;
    } finally {
      if (!kept) await session[Symbol.asyncDispose]();
    }
  });
  return {
    plans: visited.map((one) => ('result' in one ? one.result : planUnread(one.host.name, one.problem))),
    ready,
    macs: new Map(macs),
    async [Symbol.asyncDispose]() {
      await Promise.all([...ready.values()].map(({ session }) => session[Symbol.asyncDispose]()));
    },
  };
}

async function readHost(
  session: Session,
  host: Host,
  vips: readonly Vip[],
  conditions: Conditions,
  isInDoubt: boolean,
): Promise<Reading> {
  const reading = await probeHost(session, host, vips, 'before', conditions);
  if (!isInDoubt) return reading;
  const waited = await settleMemory(session, host, reading.platform, conditions);
  return waited ? await probeHost(session, host, vips, 'before', conditions) : reading;
}
