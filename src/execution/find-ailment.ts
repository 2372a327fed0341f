import type { Ailment, Announcer } from '../core/healing.ts';
import type { Claim } from '../core/network.ts';
import { asProblem } from '../core/problem.ts';
import type { Fleet, Pool } from '../inventory/fleet.ts';
import { linuxWitness } from '../platforms/linux/witness/index.ts';
import { introduce } from '../verification/network/call-witness.ts';
import { judgeFor } from '../verification/network/claimant.ts';
import { openSegment } from '../verification/network/open-segment.ts';
import { onlookersOf, readTable } from '../verification/network/read-tables.ts';
import type { Conditions } from './conditions.ts';
import { visitHosts } from './visit-hosts.ts';

/** Looks who answers for the VIPs of a pool and whose neighbour table is wrong. Changes nothing. */
export async function findAilment(
  pool: Pool,
  fleet: Fleet,
  memberMacs: ReadonlyMap<string, string>,
  conditions: Pick<Conditions, 'connect' | 'fanout' | 'signal'>,
): Promise<Ailment> {
  const { connect, fanout, signal } = conditions;
  const judge = judgeFor(fleet, memberMacs);
  const visited = await visitHosts(onlookersOf(pool, fleet), fanout, signal, (host) =>
    readTable(host, pool.vips, judge, connect, signal),
  );
  const tables = visited.flatMap((one) =>
    'result' in one && one.result !== undefined ? [{ host: one.host.name, poisoned: one.result }] : [],
  );
  await using segment = openSegment({ fleet, pools: [pool], memberMacs, connect });
  const { claims } = await segment.survey(pool.vips, signal);
  return {
    pool: pool.name,
    vips: pool.vips.map(({ address }) => address),
    poisoned: tables.flatMap(({ poisoned }) => poisoned),
    read: tables.map(({ host }) => host),
    wrongClaims: claims.filter(({ claimant }) => claimant.kind !== 'director'),
    announcer: await findAnnouncer(pool, fleet, claims, conditions),
  };
}

/**
 * A director that stands by must announce nothing: it would take the traffic away from the one at work. So the host must
 * have the very MAC that answers for all VIPs now.
 */
async function findAnnouncer(
  pool: Pool,
  fleet: Fleet,
  claims: readonly Claim[],
  { connect, signal }: Pick<Conditions, 'connect' | 'signal'>,
): Promise<Announcer> {
  const unable = (reason: string): Announcer => ({
    kind: 'unable',
    reason,
    // Nothing is known of the director's system; on an appliance they tell at least what has to be announced.
    commands: linuxWitness.announceCommands(pool.vips, 'NIC'),
  });
  const { director } = pool;
  if (director === undefined) return unable(`pool ${pool.name} names no director`);
  const host = director.host === undefined ? undefined : fleet.hosts.get(director.host);
  if (host === undefined)
    return unable(`nothing says how the director ${director.name} is reached (host: in the inventory)`);
  const macs = new Set(claims.filter(({ claimant }) => claimant.kind === 'director').map(({ mac }) => mac));
  const [mac] = macs;
  const heard = new Set(claims.filter((claim) => claim.mac === mac).map(({ vip }) => vip));
  if (mac === undefined) return unable(`the director ${director.name} was not heard`);
  if (macs.size > 1 || heard.size < pool.vips.length) {
    return unable(`the director ${director.name} does not answer for all VIPs with one MAC`);
  }
  try {
    await using session = await connect(host, signal);
    const found = await introduce(session, signal);
    if (typeof found === 'string') return unable(`${host.name}: ${found}`);
    const nic = found.introduction.nics.find((one) => one.mac === mac);
    if (nic === undefined)
      return unable(`${host.name} is not the one that answers now: no NIC of it has ${mac}`);
    if (found.knowledge.announce(pool.vips, nic, found.introduction) === undefined) {
      return unable(`${host.name} has no program to announce with`);
    }
    return { kind: 'able', host: host.name, nic: nic.name, mac };
  } catch (thrown) {
    return unable(`${host.name}: ${asProblem(thrown).message}`);
  }
}
