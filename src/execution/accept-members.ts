import pLimit from 'p-limit';
import type { Vip } from '../core/address.ts';
import type { Acceptance } from '../core/network.ts';
import { asProblem, type Problem } from '../core/problem.ts';
import type { Service } from '../core/service.ts';
import type { Fleet } from '../inventory/fleet.ts';
import type { Segment } from '../verification/network/segment.ts';
import type { Conditions } from './conditions.ts';
import type { ReadyHost } from './survey-hosts.ts';

/** Witnesses carry few connections at a time: they have other work. */
const atOnce = 4;

/** Asks every changed member through each VIP itself, past the balancer, on the services of its pool that speak TCP. */
export async function acceptMembers(
  members: readonly ReadyHost[],
  fleet: Fleet,
  segment: Segment,
  conditions: Conditions,
): Promise<readonly Acceptance[]> {
  const limit = pLimit(atOnce);
  const questions = members.flatMap(({ host, desired }) =>
    desired.present.flatMap((vip) =>
      servicesOn(vip, host.name, fleet)
        .filter(({ protocol }) => protocol === 'tcp')
        .map((service) => ({ host, vip, service })),
    ),
  );
  return await limit.map(questions, async ({ host, vip, service }) => {
    const acceptance = await segment
      .accept(host, vip, service, conditions.signal)
      .catch((thrown: unknown) => untried(host.name, vip.address, service.port, asProblem(thrown)));
    conditions.announce({ kind: 'host-accepted', acceptance });
    return acceptance;
  });
}

/** What the pools that have the VIP serve on it; a batch of one pool changes its hosts for their other pools as well. */
function servicesOn(vip: Vip, member: string, { pools }: Fleet): readonly Service[] {
  return [...pools.values()]
    .filter(
      ({ vips, members }) => members.includes(member) && vips.some(({ address }) => address === vip.address),
    )
    .flatMap(({ services }) => services);
}

/** A question that could not be asked says nothing about the server. */
function untried(host: string, vip: string, port: number, problem: Problem): Acceptance {
  return { host, vip, port, witness: '-', verdict: 'untried', found: `not tried: ${problem.message}` };
}
