import pLimit from 'p-limit';
import type { Acceptance } from '../core/network.ts';
import { asProblem, type Problem } from '../core/problem.ts';
import type { Pool } from '../inventory/fleet.ts';
import type { Segment } from '../verification/network/segment.ts';
import type { Conditions } from './conditions.ts';
import type { ReadyHost } from './survey-hosts.ts';

/** Witnesses carry few connections at a time: they have other work. */
const atOnce = 4;

/** Asks every changed member through the VIP itself, past the balancer, on each service that speaks TCP. */
export async function acceptMembers(
  members: readonly ReadyHost[],
  pool: Pool,
  segment: Segment,
  conditions: Conditions,
): Promise<readonly Acceptance[]> {
  const limit = pLimit(atOnce);
  const questions = members.flatMap(({ host, desired }) =>
    desired.present.flatMap((vip) =>
      pool.services.filter(({ protocol }) => protocol === 'tcp').map((service) => ({ host, vip, service })),
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

/** A question that could not be asked says nothing about the server. */
function untried(host: string, vip: string, port: number, problem: Problem): Acceptance {
  return { host, vip, port, witness: '-', verdict: 'untried', found: `not tried: ${problem.message}` };
}
