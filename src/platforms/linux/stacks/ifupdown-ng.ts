import { madeByVipfarm } from '../../own-file.ts';
import { ifupdown } from './ifupdown.ts';
import { isRunByIfup } from './signs.ts';
import { bringUpLines, type Stack } from './stack.ts';

const path = '/etc/network/interfaces.d/vipfarm';

/**
 * ifupdown-ng (Alpine, Debian). A second `iface lo` adds to the first. Not `address`, because with it a restart of
 * networking flushes lo, other people's addresses included.
 */
export const ifupdownNg = {
  id: 'ifupdown-ng',
  title: 'ifupdown-ng',
  ownPaths: [path],
  recognises: (host) => isRunByIfup(host, 'ifupdown-ng'),
  files(vips) {
    if (vips.length === 0) return [];
    const stanza = [madeByVipfarm, 'auto lo', 'iface lo', ...bringUpLines(vips), ''];
    return [{ kind: 'file', path, content: stanza.join('\n'), mode: 0o644 }];
  },
  silencesArp: true,
  bootGap: ifupdown.bootGap,
  objection: ifupdown.objection,
} satisfies Stack;
