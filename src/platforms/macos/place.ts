import type { HostPlace } from '../posix/host-place.ts';

const folder = '/var/db/vipfarm';

export const macosPlace: HostPlace = {
  path: '/sbin:/bin:/usr/sbin:/usr/bin',
  shell: '/bin/sh',
  folder,
  record: `${folder}/record`,
  progress: `${folder}/progress`,
  runtime: '/var/run/vipfarm',
  bootMark: 'sysctl -n kern.bootsessionuuid',
  // The first word is the state; a process that has ended and is not yet reaped (Z) is none.
  processMark: `ps -o state= -o lstart= -p "$1" 2>/dev/null | sed -n 's/^ *[^Z ][^ ]* *//p' | sed 's/  */_/g'`,
  epoch: 'date +%s',
  copy: 'cp -R -P -p "$1" "$2"',
  // atrun is off by default.
  atRuns: 'false',
  deadmen: ['shell'],
};
