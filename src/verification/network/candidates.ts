import { isInSubnet, parseAddress } from '../../core/address.ts';
import type { Fleet, Host, Pool } from '../../inventory/fleet.ts';

/**
 * Who may be a witness for a pool, best first: those that the inventory names; else hosts whose address is near the
 * VIPs or the director, because a witness should not be one of those that are judged; else the members themselves.
 * Neighbours in the list are of different sites where that can be.
 */
export function candidatesFor(pool: Pool, fleet: Fleet): readonly Host[] {
  if (pool.witnesses === 'none') return [];
  if (pool.witnesses !== 'auto') return known(pool.witnesses, fleet);
  const near = [...fleet.hosts.values()].filter(
    (host) => !pool.members.includes(host.name) && isNear(host, pool),
  );
  return [...spreadOverSites(near), ...spreadOverSites(known(pool.members, fleet))].filter(mayRunScripts);
}

function known(names: readonly string[], fleet: Fleet): readonly Host[] {
  return names.flatMap((name) => fleet.hosts.get(name) ?? []);
}

/** Nothing else than Linux is known to look from, and over WinRM there is no POSIX shell. */
function mayRunScripts({ os, transport }: Host): boolean {
  return transport === 'ssh' && (os === undefined || os === 'linux');
}

/** The subnets are not known before a host has been asked: these lengths are the usual ones. */
const usualPrefixes = { 4: 24, 6: 64 } as const;

function isNear(host: Host, pool: Pool): boolean {
  const own = parseAddress(host.address);
  if (own === undefined) return false;
  const places = [...pool.vips.map(({ address }) => address), ...(pool.director?.addresses ?? [])];
  return places.some((place) => isInSubnet(own.address, place, usualPrefixes[own.family]));
}

/** The first host of each site, then the second of each, and so on. */
function spreadOverSites(hosts: readonly Host[]): readonly Host[] {
  const seen = new Map<string | undefined, number>();
  const rounds: Host[][] = [];
  for (const host of hosts) {
    const round = seen.get(host.site) ?? 0;
    seen.set(host.site, round + 1);
    const companions = rounds[round];
    if (companions === undefined) rounds.push([host]);
    else companions.push(host);
  }
  return rounds.flat();
}
