import type { Fleet, Host, Pool } from '../../../src/inventory/fleet.ts';
import { usualRollout } from '../../../src/inventory/settle-rollout.ts';
import { directorMac, vip4, vip6 } from './ground.ts';

const director = { name: 'l4-a', macs: [directorMac], addresses: ['192.0.2.10'], host: undefined };

/** A fleet with one pool, for what witnesses are asked about. */
export function fleetWith(
  hosts: readonly Host[],
  settings: Partial<Pool> = {},
): Fleet & { readonly pool: Pool } {
  const pool: Pool = {
    name: 'web',
    vips: [vip4, vip6],
    services: [{ port: 80, protocol: 'tcp' }],
    director,
    members: hosts.map(({ name }) => name),
    witnesses: 'auto',
    rollout: { ...usualRollout, batches: [1], deadman: 'none' },
    ...settings,
  };
  return {
    file: 'inventory.yaml',
    digest: '',
    directors: new Map([[director.name, director]]),
    pools: new Map([[pool.name, pool]]),
    hosts: new Map(hosts.map((host) => [host.name, host])),
    groups: new Map(),
    pool,
  };
}
