import type { HostPlace } from '../posix/host-place.ts';

const folder = '/var/db/vipfarm';

export const freebsdPlace: HostPlace = {
  path: '/sbin:/bin:/usr/sbin:/usr/bin',
  shell: '/bin/sh',
  folder,
  record: `${folder}/record`,
  progress: `${folder}/progress`,
  runtime: '/var/run/vipfarm',
  // From 14 on there is a mark for it. Before, the second of the boot: the kernel moves it when the clock is set by hand.
  bootMark: `sysctl -n kern.boot_id 2>/dev/null || sysctl -n kern.boottime | sed 's/.* sec = \\([0-9]*\\),.*/\\1/'`,
  // The first word is the state; a process that has ended and is not yet reaped (Z) is none.
  processMark: `ps -o state= -o lstart= -p "$1" 2>/dev/null | sed -n 's/^ *[^Z ][^ ]* *//p' | sed 's/  */_/g'`,
  epoch: 'date +%s',
  copy: 'cp -R -P -p "$1" "$2"',
  // cron looks for jobs of at(1) every five minutes only.
  atRuns: 'false',
  deadmen: ['shell'],
};
