import type { Claimant } from '../../core/network.ts';
import type { Fleet } from '../../inventory/fleet.ts';

/** Whose MAC it is that claims a VIP, or that a VIP leads to. */
export interface Judge {
  claimantOf(vip: string, mac: string): Claimant;
  /** Whether the MACs of the VIP's director are known: without them only members can be told from it. */
  hasDirector(vip: string): boolean;
}

/** Judges by the directors of the inventory and by the NICs of members, as they were read. */
export function judgeFor(fleet: Pick<Fleet, 'pools'>, memberMacs: ReadonlyMap<string, string>): Judge {
  return {
    claimantOf: (vip, mac) => claimantOf(vip, mac, fleet, memberMacs),
    hasDirector: (vip) => directorOf(vip, fleet) !== undefined,
  };
}

/** Whose MAC is this, when it claims this VIP? The MACs of members come from their NICs, as they were read. */
export function claimantOf(
  vip: string,
  mac: string,
  fleet: Pick<Fleet, 'pools'>,
  memberMacs: ReadonlyMap<string, string>,
): Claimant {
  const director = directorOf(vip, fleet);
  if (director?.macs.includes(mac)) return { kind: 'director', name: director.name };
  const host = memberMacs.get(mac);
  return host === undefined ? { kind: 'unknown' } : { kind: 'member', host };
}

/** The director of the pool that has this VIP, when its MACs are known: without them nobody can be told from it. */
function directorOf(vip: string, { pools }: Pick<Fleet, 'pools'>) {
  for (const pool of pools.values()) {
    if (!pool.vips.some(({ address }) => address === vip)) continue;
    return pool.director === undefined || pool.director.macs.length === 0 ? undefined : pool.director;
  }
  return undefined;
}
