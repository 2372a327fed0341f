import { stringify } from 'yaml';
import { director } from './layout.ts';

export interface FarmPool {
  readonly name: string;
  readonly vip: string;
  readonly members: readonly FarmMember[];
  /** The ports that are served on the VIP. */
  readonly services: readonly number[];
  /** auto: chosen among the hosts of the segment. */
  readonly witnesses: 'auto' | 'none';
}

export interface FarmMember {
  readonly name: string;
  /** How it is reached, in the words of an inventory. */
  readonly settings: Readonly<Record<string, unknown>>;
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
    hosts: Object.fromEntries(members.map(({ name, settings }) => [name, settings])),
    pools: Object.fromEntries(
      pools.map((pool) => [
        pool.name,
        {
          vips: [pool.vip],
          services: pool.services.map((port) => ({ port })),
          director: director.name,
          members: pool.members.map(({ name }) => name),
          witnesses: pool.witnesses,
        },
      ]),
    ),
  };
  return `# The farm of "vipfarm demo". It is there as long as that command runs.\n${stringify(content)}`;
}
