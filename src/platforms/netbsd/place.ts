import type { HostPlace } from '../posix/host-place.ts';

const folder = '/var/db/vipfarm';

export const netbsdPlace: HostPlace = {
  path: '/sbin:/bin:/usr/sbin:/usr/bin',
  shell: '/bin/sh',
  folder,
  record: `${folder}/record`,
  progress: `${folder}/progress`,
  runtime: '/var/run/vipfarm',
  // When init began: kern.boottime moves when the clock is set.
  bootMark: 'ps -o lstart= -p 1',
  // The first word is the state; a process that has ended and is not yet reaped (Z) is none.
  processMark: `ps -o state= -o lstart= -p "$1" 2>/dev/null | sed -n 's/^ *[^Z ][^ ]* *//p' | sed 's/  */_/g'`,
  epoch: 'date +%s',
  copy: 'cp -R -P -p "$1" "$2"',
  atRuns: 'false',
  deadmen: ['shell'],
};
