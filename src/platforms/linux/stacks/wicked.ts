import { withPrefix } from '../../../core/address.ts';
import { madeByVipfarm, type OwnFile } from '../../own-file.ts';
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
  evidence: 'recording',
  ownPaths: [path],
  recognises: isRunByWicked,
  files(vips, host) {
    const own = vips.map((vip, index) => `IPADDR_vipfarm${index}='${withPrefix(vip)}'\n`).join('');
    const before = host.managers.wickedLo;
    if (before === undefined || before.startsWith(madeByVipfarm)) {
      return vips.length === 0 ? [] : [wholeFile(own)];
    }
    // Ours come first, so that taking them away leaves every byte of the rest, a missing last newline included.
    const content = `${own}${before.replace(ownVariables, '')}`;
    return [{ kind: 'file', path, content, mode: host.files.get(path)?.mode ?? 0o644, shared: true }];
  },
  bootGap: (host) => {
    const state = host.managers.units.get('wicked')?.enabled ?? '';
    return state.startsWith('enabled') ? undefined : 'wicked is not started at boot: enable that service';
  },
} satisfies Stack;

/** Where there is no file for lo, ours says besides what wicked assumes without one. */
function wholeFile(own: string): OwnFile {
  const usual = "IPADDR='127.0.0.1/8'\nSTARTMODE='nfsroot'\nBOOTPROTO='static'\nFIREWALL='no'\n";
  return { kind: 'file', path, content: `${madeByVipfarm}\n${usual}${own}`, mode: 0o644 };
}
