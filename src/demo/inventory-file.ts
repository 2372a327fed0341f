import { stringify } from 'yaml';
import { director, type Station, servicePort } from './layout.ts';

/** A pool of the farm, and the ports on which its members are reached over SSH. */
export interface FarmPool {
  readonly name: string;
  readonly vip: string;
  readonly members: readonly { readonly station: Station; readonly port: number }[];
  /** auto: chosen among the hosts of the segment. */
  readonly witnesses: 'auto' | 'none';
}

export interface FarmKeys {
  readonly identityFile: string;
  readonly knownHosts: string;
}

/** The farm as an inventory, such as an operator would write one. */
export function farmInventory(pools: readonly FarmPool[], keys: FarmKeys): string {
  const members = pools.flatMap((pool) => pool.members);
  const content = {
    version: 1,
    defaults: { user: 'root', agent: false, ...keys },
    directors: { [director.name]: { macs: [director.mac], addresses: [director.address] } },
    hosts: Object.fromEntries(
      members.map(({ station, port }) => [station.name, { address: '127.0.0.1', port }]),
    ),
    pools: Object.fromEntries(
      pools.map((pool) => [
        pool.name,
        {
          vips: [pool.vip],
          services: [{ port: servicePort }],
          director: director.name,
          members: pool.members.map(({ station }) => station.name),
          witnesses: pool.witnesses,
        },
      ]),
    ),
  };
  return `# The farm of "vipfarm demo". It is there as long as that command runs.\n${stringify(content)}`;
}
