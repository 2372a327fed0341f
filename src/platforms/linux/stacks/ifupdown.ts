import { madeByVipfarm } from '../../own-file.ts';
import { isRunByIfup, serviceGap } from './signs.ts';
import { bringUpLines, type Stack } from './stack.ts';

const path = '/etc/network/interfaces.d/vipfarm';

const notRead =
  '/etc/network/interfaces does not read /etc/network/interfaces.d; add the line "source /etc/network/interfaces.d/*" there';

/**
 * Debian's ifupdown. The stanza is `manual` with an idempotent command, because `static` adds a broadcast address,
 * fails when the address is there already, and `iface lo inet static` would flush lo on ifdown (interfaces(5)).
 */
export const ifupdown = {
  id: 'ifupdown',
  title: 'ifupdown',
  ownPaths: [path],
  recognises: (host) => isRunByIfup(host, 'ifupdown'),
  files(vips) {
    if (vips.length === 0) return [];
    const stanza = [
      madeByVipfarm,
      'auto lo:vipfarm',
      'iface lo:vipfarm inet manual',
      ...bringUpLines(vips),
      '',
    ];
    return [{ kind: 'file', path, content: stanza.join('\n'), mode: 0o644 }];
  },
  silencesArp: true,
  bootGap(host) {
    return host.managers.sourcesInterfacesD ? serviceGap(host, 'networking') : notRead;
  },
  objection(_vip, host) {
    return host.managers.sourcesInterfacesD ? undefined : notRead;
  },
} satisfies Stack;
