import type { Vip } from '../../core/address.ts';
import { madeByVipfarm, type OwnFile } from '../own-file.ts';

export const scriptPath = '/etc/vipfarm/vip';

/** What each stack starts at boot. It may be run at any time, and knows `stop`. */
export function bootScript(vips: readonly Vip[]): OwnFile {
  const list = vips.map((vip) => vip.address).join(' ');
  const content = `#!/usr/bin/ksh
${madeByVipfarm}
for vip in ${list}; do
  case "$1" in
    stop) /usr/sbin/ifconfig lo0 delete $vip ;;
    *) /usr/sbin/ifconfig lo0 | /usr/bin/grep "inet $vip " >/dev/null || /usr/sbin/ifconfig lo0 alias $vip netmask 255.255.255.255 ;;
  esac
done
`;
  return { kind: 'file', path: scriptPath, content, mode: 0o744 };
}
