import { withPrefix } from '../../../core/address.ts';
import { madeByVipfarm } from '../../own-file.ts';
import type { LinuxObserved } from '../observed.ts';
import { nameOf, networkd } from './networkd.ts';
import { isRunByNetplan, serviceGap } from './signs.ts';
import type { Stack } from './stack.ts';

const path = '/etc/netplan/60-vipfarm.yaml';
/** What netplan makes of it for networkd, in /run/systemd/network. */
const made = '10-netplan-lo.network';

/**
 * netplan with networkd beneath. Lists of several files are added up, so a file of our own is enough; `critical` keeps
 * the addresses of others, `optional` keeps the boot from waiting for lo. The kernel's own addresses are left to it:
 * networkd does not touch them, and fails on ::1 (systemd 252). `netplan apply` is never run: it would also apply what
 * others have left pending. `netplan generate` is, or what it made at boot would bring a removed VIP back as soon as
 * networkd is restarted.
 */
export const netplan = {
  id: 'netplan',
  title: 'netplan',
  ownPaths: [path],
  recognises: isRunByNetplan,
  files(vips) {
    if (vips.length === 0) return [];
    const lines = [
      madeByVipfarm,
      'network:',
      '  version: 2',
      '  ethernets:',
      '    lo:',
      '      match: { name: lo }',
      '      optional: true',
      '      critical: true',
      '      link-local: []',
      '      addresses:',
      ...vips.map((vip) => `        - "${withPrefix(vip)}"`),
      '',
    ];
    return [{ kind: 'file', path, content: lines.join('\n'), mode: 0o600 }];
  },
  afterFiles: [['netplan', 'generate']],
  disturbs: networkd.disturbs,
  aftermath: networkd.aftermath,
  bootGap: (host) => serviceGap(host, 'systemd-networkd') ?? whatComesBefore(host),
  objection: (_vip, host) => whatComesBefore(host) ?? whatLosesLo(host),
} satisfies Stack;

/** The first file that takes lo has it, and netplan cannot be told another name. */
function whatComesBefore(host: LinuxObserved): string | undefined {
  const first = host.managers.networkdFiles.find((file) => nameOf(file.path) < made);
  return first === undefined
    ? undefined
    : `${first.path} may take lo before netplan's ${made} does; give it a name that comes after`;
}

/** A file that was written for lo keeps it: what others have on lo would not be there any more after a boot. */
function whatLosesLo(host: LinuxObserved): string | undefined {
  const later = host.managers.networkdFiles.find(({ path, takes }) => nameOf(path) > made && takes !== 'any');
  return later === undefined
    ? undefined
    : `${later.path} is for lo, and netplan's ${made} would take lo from it; name its lo "lo" in netplan, or say "stack: networkd" for this host, which adds to that file`;
}
