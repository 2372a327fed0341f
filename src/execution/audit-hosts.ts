import type { HostVerdict } from '../core/check.ts';
import { outcomeOfUnread } from '../core/outcome.ts';
import type { Problem } from '../core/problem.ts';
import type { Host } from '../inventory/fleet.ts';
import type { Desired } from '../platforms/platform.ts';
import { judgeHost } from '../verification/judge-host.ts';
import type { Conditions } from './conditions.ts';
import { probeHost } from './probe-host.ts';
import { visitHosts } from './visit-hosts.ts';

/** Reads and judges every host, one exec each. Nothing is changed. */
export async function auditHosts(
  hosts: readonly Host[],
  desiredOf: (host: Host) => Desired,
  conditions: Conditions,
): Promise<readonly HostVerdict[]> {
  const visited = await visitHosts(hosts, conditions.fanout, conditions.signal, async (host) => {
    await using session = await conditions.connect(host, conditions.signal);
    conditions.announce({ kind: 'host-contacted', host: host.name });
    const desired = desiredOf(host);
    const vips = [...desired.present, ...desired.absent];
    return judgeHost(host.name, await probeHost(session, host, vips, 'before', conditions), desired);
  });
  return visited.map((one) => ('result' in one ? one.result : unread(one.host.name, one.problem)));
}

function unread(host: string, problem: Problem): HostVerdict {
  const reason = problem.wayOut === undefined ? problem.message : `${problem.message}; ${problem.wayOut}`;
  return { host, title: 'not reached', state: outcomeOfUnread(problem), checks: [], reason };
}
