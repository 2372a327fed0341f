import type { HostPlace } from '../posix/host-place.ts';

const folder = '/var/db/vipfarm';

export const freebsdPlace: HostPlace = {
  path: '/sbin:/bin:/usr/sbin:/usr/bin',
  shell: '/bin/sh',
  folder,
  record: `${folder}/record`,
  progress: `${folder}/progress`,
  runtime: '/var/run/vipfarm',
  // From 13 on the kernel has a mark, which only -x shows. kern.boottime is none: it moves when the clock is set.
  bootMark: 'sysctl -n -x kern.boot_id 2>/dev/null || who -b',
  // The first word is the state; a process that has ended and is not yet reaped (Z) is none.
  processMark: `ps -o state= -o lstart= -p "$1" 2>/dev/null | sed -n 's/^ *[^Z ][^ ]* *//p' | sed 's/  */_/g'`,
  epoch: 'date +%s',
  copy: 'cp -R -P -p "$1" "$2"',
  // cron looks for jobs of at(1) every five minutes only.
  atRuns: 'false',
  deadmen: ['shell'],
};
