import type { Vip } from '../../core/address.ts';
import type { PoisonedNeighbour } from '../../core/network.ts';
import type { Fleet, Host, Pool } from '../../inventory/fleet.ts';
import { type Connect, introduce } from './call-witness.ts';
import { candidatesFor } from './candidates.ts';
import type { Judge } from './claimant.ts';
import { poisonedIn } from './survey-segment.ts';

/** Everybody of the inventory who may have learned where a VIP is: hosts near it, declared witnesses, members. */
export function onlookersOf(pool: Pool, fleet: Fleet): readonly Host[] {
  const declared = typeof pool.witnesses === 'string' ? [] : pool.witnesses;
  const named = declared.flatMap((name) => fleet.hosts.get(name) ?? []);
  return [...new Set([...named, ...candidatesFor({ ...pool, witnesses: 'auto' }, fleet)])];
}

/** Entries of one host's neighbour table that lead a VIP to somebody else than its director; undefined when it could not be read. */
export async function readTable(
  host: Host,
  vips: readonly Vip[],
  judge: Judge,
  connect: Connect,
  signal: AbortSignal,
): Promise<readonly PoisonedNeighbour[] | undefined> {
  await using session = await connect(host, signal);
  const found = await introduce(session, signal);
  if (typeof found === 'string') return undefined;
  return poisonedIn(host.name, found.introduction.neighbours, vips, judge);
}
