import { quoteWord } from '../core/quoting.ts';
import { ifupScript, interfacesFile, networkingScript, procpsScript } from './boot-files.ts';
import type { Station } from './layout.ts';
import { prefix } from './layout.ts';

/**
 * A script that makes a host of a namespace and boots it: /etc, /run, /var/lib, /root and /tmp of its own, in memory;
 * /proc and /sys that show this host; its name. The programs in /usr are those of this machine, and from its /etc comes
 * only what they need. `mountPoint` is an empty folder.
 */
export function hostScript(station: Station, mountPoint: string): string {
  return `set -e
umask 022
mount -t tmpfs -o mode=755 vipfarm-demo ${quoteWord(mountPoint)}
cd ${quoteWord(mountPoint)}
mkdir -p etc/network/interfaces.d etc/rcS.d etc/sysctl.d run/network var-lib root tmp empty sbin
chmod 1777 tmp
for name in alternatives ld.so.cache ld.so.conf ld.so.conf.d iproute2 nsswitch.conf localtime; do
  if [ -e "/etc/$name" ]; then cp -RP "/etc/$name" etc/; fi
done
if [ -e /etc/os-release ]; then cat /etc/os-release >etc/os-release; fi
${place('etc/passwd', 'root:x:0:0:root:/root:/bin/sh\n')}
${place('etc/group', 'root:x:0:\n')}
${place('etc/hostname', `${station.name}\n`)}
${place('etc/network/interfaces', interfacesFile(station.address, prefix))}
${place('etc/rcS.d/S01procps', procpsScript)}
${place('etc/rcS.d/S02networking', networkingScript)}
${place('sbin/ifup', ifupScript)}
chmod 755 etc/rcS.d/* sbin/ifup
${mounts}
hostname ${station.name} 2>/dev/null || :
${kernelDefaults}
for script in /etc/rcS.d/S*; do "$script"; done
`;
}

function place(path: string, content: string): string {
  return `printf %s ${quoteWord(content)} >${path}`;
}

/**
 * An ifup that this machine has is covered by the stand-in. Where /proc or /sys may not be mounted anew (in some
 * containers), /proc stays as it is, and /sys shows nothing: it would show the NICs of this machine.
 */
const mounts = `ifup=$(command -v ifup) || ifup=
if [ "$ifup" ]; then mount --bind sbin/ifup "$(readlink -f "$ifup")"; else mount --bind sbin /usr/local/sbin; fi
if [ -d /usr/share/ifupdown2 ]; then mount --bind empty /usr/share/ifupdown2; fi
mount --bind etc /etc
mount --bind var-lib /var/lib
mount --bind root /root
mount -t proc proc /proc 2>/dev/null || :
mount -t sysfs sysfs /sys 2>/dev/null || mount --bind empty /sys
mount --bind run /run
mount --bind tmp /tmp`;

/** A new network namespace has the settings of this machine; a host of the farm begins with those of a fresh kernel. */
const kernelDefaults = `for nic in all default lo eth0; do
  for key in arp_ignore arp_announce rp_filter; do sysctl -q -w "net.ipv4.conf.$nic.$key=0"; done
done`;
