import { withPrefix } from '../../../core/address.ts';
import { madeByVipfarm } from '../../own-file.ts';
import { ifupdown } from './ifupdown.ts';
import { isRunByIfup } from './signs.ts';
import type { Stack } from './stack.ts';

const path = '/etc/network/interfaces.d/vipfarm';

/**
 * ifupdown2 (Cumulus, Proxmox). Several `iface lo` are merged. Addresses that are not in its files go with any ifreload,
 * so the VIPs are given as addresses, with their prefix: without one they would be a /24.
 */
export const ifupdown2 = {
  id: 'ifupdown2',
  title: 'ifupdown2',
  ownPaths: [path],
  recognises: (host) => isRunByIfup(host, 'ifupdown2'),
  files(vips) {
    if (vips.length === 0) return [];
    const addresses = vips.map((vip) => `    address ${withPrefix(vip)}`);
    const stanza = [madeByVipfarm, 'auto lo', 'iface lo', ...addresses, ''];
    return [{ kind: 'file', path, content: stanza.join('\n'), mode: 0o644 }];
  },
  bootGap: ifupdown.bootGap,
  objection: ifupdown.objection,
} satisfies Stack;
