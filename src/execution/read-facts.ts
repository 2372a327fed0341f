import type { FoundFacts } from '../core/facts.ts';
import { outcomeOfUnread } from '../core/outcome.ts';
import { describeProblem } from '../core/problem.ts';
import type { Host } from '../inventory/fleet.ts';
import type { Desired } from '../platforms/platform.ts';
import type { Conditions } from './conditions.ts';
import { probeHost } from './probe-host.ts';
import { visitHosts } from './visit-hosts.ts';

/** Reads every host in one exec each. */
export async function readFacts(
  hosts: readonly Host[],
  desiredOf: (host: Host) => Desired,
  conditions: Conditions,
): Promise<readonly FoundFacts[]> {
  const visited = await visitHosts(hosts, conditions.fanout, conditions.signal, async (host) => {
    await using session = await conditions.connect(host, conditions.signal);
    conditions.announce({ kind: 'host-contacted', host: host.name });
    return await probeHost(session, host, desiredOf(host).present, 'before', conditions);
  });
  return visited.map((one) => {
    if (!('result' in one)) {
      const { host, problem } = one;
      return { host: host.name, outcome: outcomeOfUnread(problem), reason: describeProblem(problem) };
    }
    const { platform, observed } = one.result;
    return {
      host: one.host.name,
      facts: observed,
      evidence: platform.evidenceFor?.(observed) ?? platform.evidence,
    };
  });
}
