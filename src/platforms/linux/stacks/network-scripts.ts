import type { Vip } from '../../../core/address.ts';
import { madeByVipfarm } from '../../own-file.ts';
import { isRunByNetworkScripts, serviceGap } from './signs.ts';
import type { Stack } from './stack.ts';

const folder = '/etc/sysconfig/network-scripts';

/**
 * RHEL's network-scripts. An alias of lo has a file of its own, and ONPARENT (not ONBOOT) brings it up at boot
 * (initscripts, sysconfig.txt). What runs is the same as ifup makes of that file: an address with the alias for its label, by
 * which ifup and ifdown know it.
 */
export const networkScripts = {
  id: 'network-scripts',
  title: 'network-scripts',
  evidence: 'recording',
  ownPaths: [`${folder}/ifcfg-lo:vip*`],
  recognises: isRunByNetworkScripts,
  files(vips) {
    return vips.map((vip) => ({
      kind: 'file',
      path: `${folder}/ifcfg-${aliasOf(vip)}`,
      content: [
        madeByVipfarm,
        `DEVICE=${aliasOf(vip)}`,
        `IPADDR=${vip.address}`,
        'NETMASK=255.255.255.255',
        'ONPARENT=yes',
        'ARPUPDATE=no',
        'IPV6INIT=no',
        '',
      ].join('\n'),
      mode: 0o644,
    }));
  },
  label: aliasOf,
  bootGap: (host) => serviceGap(host, 'network'),
  objection: (vip) =>
    vip.family === 6
      ? 'no way is proven to keep an IPv6 VIP on lo with network-scripts; say "stack: systemd-unit" for this host'
      : undefined,
} satisfies Stack;

/** `lo:vipc0000264` for 192.0.2.100: within the 15 characters of a label, and an alias that ifup-aliases accepts. */
function aliasOf(vip: Vip): string {
  const octets = vip.address.split('.').map((octet) => Number(octet).toString(16).padStart(2, '0'));
  return `lo:vip${octets.join('')}`;
}
