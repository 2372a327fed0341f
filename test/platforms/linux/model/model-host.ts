import type { Vip } from '../../../../src/core/address.ts';

/** A host as a few plain values: enough of a kernel and of a disk to play every step of a plan on it. */
export interface ModelHost {
  readonly stack: string;
  /** `address/prefix` on lo, 127.0.0.1/8 left out. */
  readonly loopback: Set<string>;
  /** `all`, `default`, `lo` and the NICs; eth0 faces the VIPs' network, eth1 another one. */
  readonly conf: Map<string, { arp_ignore: number; arp_announce: number }>;
  readonly files: Map<string, ModelFile>;
  readonly folders: Set<string>;
}

export type ModelFile =
  | { readonly kind: 'file'; readonly content: string; readonly mode: number }
  | { readonly kind: 'link'; readonly target: string };

export const modelNics = { eth0: '192.0.2.11', eth1: '10.0.0.11' } as const;

export const modelVips: readonly Vip[] = [
  { address: '192.0.2.100', family: 4 },
  { address: '192.0.2.101', family: 4 },
  { address: '2001:db8::100', family: 6 },
];

/** A VIP as somebody may put it there by hand, with a mask that makes a whole network local. */
export const modelWideVip = '192.0.2.100/30';

/** An address on lo that is nobody's pool's. */
export const modelGuest = '198.51.100.7/32';

export function copyOf(host: ModelHost): ModelHost {
  return {
    stack: host.stack,
    loopback: new Set(host.loopback),
    conf: new Map([...host.conf].map(([name, values]) => [name, { ...values }])),
    files: new Map(host.files),
    folders: new Set(host.folders),
  };
}

/** Text that is equal for equal hosts. */
export function describeHost(host: ModelHost): string {
  const sorted = (items: Iterable<unknown>): unknown => [...items].map((item) => JSON.stringify(item)).sort();
  return JSON.stringify([host.loopback, host.conf, host.files, host.folders].map(sorted), undefined, 1);
}

/**
 * The judge of the main rule, made from the kernel's rules alone (ip-sysctl.rst): the larger of all's value and the NIC's
 * own counts; 1, 2 and 8 are silent; only announce 2 never asks with a VIP.
 */
export function leakingVips(host: ModelHost, mode: 'all' | 'nics'): readonly string[] {
  const judged = mode === 'nics' ? ['eth0'] : Object.keys(modelNics);
  const leaks = judged.some((nic) => {
    const value = (setting: 'arp_ignore' | 'arp_announce'): number =>
      Math.max(host.conf.get('all')?.[setting] ?? 0, host.conf.get(nic)?.[setting] ?? 0);
    return ![1, 2, 8].includes(value('arp_ignore')) || value('arp_announce') !== 2;
  });
  if (!leaks) return [];
  return modelVips
    .filter(({ address, family }) => family === 4 && isOnLoopback(address, host))
    .map((vip) => vip.address);
}

/** With whatever prefix. */
function isOnLoopback(address: string, host: ModelHost): boolean {
  return [...host.loopback].some((one) => one.startsWith(`${address}/`));
}
