import type { Vip } from '../../core/address.ts';

export const loopback = 'lo0';

/** What ifconfig(8) takes to put a VIP on the loopback, now and at boot. */
export function aliasWords(vip: Vip): readonly string[] {
  return vip.family === 4
    ? [loopback, 'inet', vip.address, 'netmask', '255.255.255.255', 'alias']
    : [loopback, 'inet6', vip.address, 'prefixlen', '128', 'alias'];
}
