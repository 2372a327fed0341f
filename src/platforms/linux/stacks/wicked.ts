import { withPrefix } from '../../../core/address.ts';
import { isRunByWicked } from './signs.ts';
import type { Stack } from './stack.ts';

const path = '/etc/sysconfig/network/ifcfg-lo';

/** The suffix by which our variables are told from everybody else's in the file that wicked gives lo. */
const ownVariables = /^IPADDR_vipfarm\d+=.*\n?/gm;

/**
 * wicked (SLES). It has one file for lo, so ours are variables with our suffix in it; every other line stays as it is
 * (ifcfg(5): any IPADDR<suffix> is one more address; 127.0.0.1 is added by wicked itself).
 */
export const wicked = {
  id: 'wicked',
  title: 'wicked',
  ownPaths: [path],
  recognises: isRunByWicked,
  files(vips, host) {
    const before = host.managers.wickedLo ?? '';
    const kept = before.replace(ownVariables, '');
    const own = vips.map((vip, index) => `IPADDR_vipfarm${index}='${withPrefix(vip)}'\n`);
    const content = `${kept}${kept === '' || kept.endsWith('\n') ? '' : '\n'}${own.join('')}`;
    return content === '' ? [] : [{ kind: 'file', path, content, mode: 0o644, shared: true }];
  },
  bootGap: (host) => {
    const state = host.managers.units.get('wicked')?.enabled ?? '';
    return state.startsWith('enabled') ? undefined : 'wicked is not started at boot';
  },
} satisfies Stack;
