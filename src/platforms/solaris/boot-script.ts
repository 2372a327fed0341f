import { type Vip, withPrefix } from '../../core/address.ts';
import type { Command } from '../../core/quoting.ts';
import { madeByVipfarm } from '../own-file.ts';
import type { BootStack } from '../unix/system.ts';
import { hostnameFiles } from './hostname-files.ts';

const path = '/etc/rc2.d/S72vipfarm';

/** `ifconfig lo0 addif ...`: the system finds a logical interface for it by itself. */
export function addInterface(vip: Vip): Command {
  return ['ifconfig', 'lo0', ...familyWord(vip), 'addif', withPrefix(vip), 'up'];
}

export function removeInterface(vip: Vip): Command {
  return ['ifconfig', 'lo0', ...familyWord(vip), 'removeif', vip.address];
}

/** Solaris 10: a script of run level 2, which comes after the network; no file of the system is touched. */
export const bootScript: BootStack = {
  id: 'rc2.d',
  title: 'rc2.d',
  ownPaths: [path],
  recognises: (host) => !host.tools.has('ipadm') && !hostnameFiles.recognises(host),
  entries: (vips) =>
    vips.length === 0 ? [] : [{ kind: 'file', path, content: contentFor(vips), mode: 0o744 }],
  bootGap: (host) => (host.tools.has('rc2') ? undefined : '/sbin/rc2, which would run it, is not there'),
  objection(_vip, host) {
    if (host.tools.has('ipadm'))
      return 'ipadm keeps the addresses here, and has no name for what ifconfig sets';
    return host.tools.has('rc2')
      ? undefined
      : '/sbin/rc2, which runs the scripts of /etc/rc2.d, is not there';
  },
};

/** It may be run at any time. /sbin/sh is older than POSIX. */
function contentFor(vips: readonly Vip[]): string {
  const lines = vips.map((vip) => {
    const there = vip.family === 4 ? `inet ${vip.address} ` : `inet6 ${vip.address}/`;
    return `/usr/sbin/ifconfig -a | /usr/bin/grep '${there}' >/dev/null || /usr/sbin/${addInterface(vip).join(' ')}`;
  });
  return `#!/sbin/sh\n${madeByVipfarm}\n${lines.join('\n')}\n`;
}

function familyWord(vip: Vip): readonly string[] {
  return vip.family === 4 ? [] : ['inet6'];
}
