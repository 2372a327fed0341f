import type { HostPlace } from '../posix/host-place.ts';

export const recordFolder = '/var/lib/vipfarm';
export const recordPath = `${recordFolder}/record`;
export const progressPath = `${recordFolder}/progress`;

/** Slash form. At 1 the kernel takes no IPv6 address on lo. */
export const ipv6Disabled = 'net/ipv6/conf/lo/disable_ipv6';

/** What runs, and so does not outlast a boot. RHEL 6 has no /run; everywhere else this is the same folder. */
export const runtimeFolder = '/var/run/vipfarm';
/** The record of a change on trial: it speaks instead of the other until a boot. */
export const trialRecordPath = `${runtimeFolder}/trial/record`;

// In a container the boot id is that of its host, so the moment its first process began is needed as well. A process that
// has ended and is not yet reaped (Z, X) is none.
const processMark = `sed -n 's/.*) \\([^ZX] .*\\)/\\1/p' "/proc/$1/stat" 2>/dev/null | cut -d' ' -f20`;

export const linuxPlace: HostPlace = {
  path: '/usr/sbin:/usr/bin:/sbin:/bin',
  shell: '/bin/sh',
  folder: recordFolder,
  record: recordPath,
  progress: progressPath,
  runtime: runtimeFolder,
  bootMark: `printf '%s %s\\n' "$(cat /proc/sys/kernel/random/boot_id)" "$(vf_process_mark 1)"`,
  processMark,
  epoch: 'date +%s',
  copy: 'cp -P -p "$1" "$2"',
  atRuns: '{ ps -A -o comm= || ps -o comm; } 2>/dev/null | grep -q -x atd',
  deadmen: ['systemd', 'at', 'shell'],
};
