import type { Announcer } from '../core/healing.ts';
import { Problem } from '../core/problem.ts';
import type { Fleet, Pool } from '../inventory/fleet.ts';
import { introduce } from '../verification/network/call-witness.ts';
import type { Conditions } from './conditions.ts';

/**
 * Has the director announce its VIPs, so that neighbours overwrite what they have learned. Nothing on a host is changed.
 * @throws Problem of the session, or change-failed when the announcement could not be sent
 */
export async function announceVips(
  pool: Pool,
  announcer: Extract<Announcer, { kind: 'able' }>,
  fleet: Fleet,
  { connect, signal }: Pick<Conditions, 'connect' | 'signal'>,
): Promise<void> {
  const host = fleet.hosts.get(announcer.host);
  if (host === undefined) throw new Problem('internal', `${announcer.host} is not in the inventory`);
  await using session = await connect(host, signal);
  const found = await introduce(session, signal);
  const nic =
    typeof found === 'string'
      ? undefined
      : found.introduction.nics.find(({ name }) => name === announcer.nic);
  const script =
    typeof found === 'string' || nic === undefined
      ? undefined
      : found.knowledge.announce(pool.vips, nic, found.introduction);
  const answer = script === undefined ? undefined : await session.run({ script, asRoot: true, signal });
  if (answer?.exitCode === 0) return;
  throw new Problem('change-failed', `${announcer.host} could not announce the VIPs of ${pool.name}`, {
    wayOut: answer?.stderr.trim().split('\n').at(-1) || 'run vipfarm heal again',
  });
}
