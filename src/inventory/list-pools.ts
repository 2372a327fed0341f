import { foldNames } from '../core/fold-names.ts';
import type { Host, Pool } from './fleet.ts';
import type { Selection } from './select-hosts.ts';

/** A pool as `vipfarm inventory` shows it: members that are reached in the same way are one entry. */
export interface PoolListing {
  readonly name: string;
  readonly vips: readonly string[];
  readonly services: readonly string[];
  readonly director: string | undefined;
  readonly members: readonly MemberListing[];
}

export interface MemberListing {
  /** Folded: `web[01-40].dc1`. */
  readonly hosts: string;
  readonly count: number;
  /** How they are reached, and what they are: `ops, port 22, sudo, via bastion`. */
  readonly settings: string;
}

export function listPools({ pools }: Selection): readonly PoolListing[] {
  return pools.map(({ pool, members }) => ({
    name: pool.name,
    vips: pool.vips.map((vip) => vip.address),
    services: pool.services.map(titleOfService),
    director: pool.director?.name,
    members: listMembers(members),
  }));
}

function titleOfService({ port, protocol }: Pool['services'][number]): string {
  return protocol === 'tcp' ? String(port) : `${port}/${protocol}`;
}

function listMembers(members: readonly Host[]): readonly MemberListing[] {
  const alike = new Map<string, string[]>();
  for (const host of members) {
    const settings = describeSettings(host);
    const known = alike.get(settings);
    if (known === undefined) alike.set(settings, [host.name]);
    else known.push(host.name);
  }
  return [...alike].map(([settings, names]) => ({ hosts: foldNames(names), count: names.length, settings }));
}

function describeSettings(host: Host): string {
  const words = [
    host.user,
    `port ${host.port}`,
    host.transport === 'ssh' ? undefined : host.transport,
    host.become === 'none' ? undefined : host.become,
    host.jump.length === 0 ? undefined : `via ${host.jump.join(' and ')}`,
    host.hostKeys === 'strict' ? undefined : `host keys ${host.hostKeys}`,
    host.legacy ? 'legacy algorithms' : undefined,
    host.os,
    host.stack,
    host.site === undefined ? undefined : `site ${host.site}`,
    host.tags.length === 0 ? undefined : `tags ${host.tags.join(' ')}`,
  ];
  return words.filter((word) => word !== undefined).join(', ');
}
