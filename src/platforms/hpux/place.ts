import type { HostPlace } from '../posix/host-place.ts';

const folder = '/var/adm/vipfarm';

export const hpuxPlace: HostPlace = {
  path: '/usr/bin:/usr/sbin:/sbin',
  shell: '/usr/bin/sh',
  folder,
  record: `${folder}/record`,
  progress: `${folder}/progress`,
  runtime: '/var/run/vipfarm',
  bootMark: 'who -b',
  // Its ps knows -o with UNIX95 set only, and tells no beginning that stays the same. A number that another process has got
  // is taken for the old one as long as both are shells: then a lock is held too long, and never by two.
  processMark: `UNIX95=1 ps -o state= -o comm= -p "$1" 2>/dev/null | sed -n 's/^ *[^Z ][^ ]* *//p' | sed 's/ .*//'`,
  // srand() gives the seed before, which was the time; its date knows no %s.
  epoch: `awk 'BEGIN { srand(); print srand() }'`,
  copy: `if [ -h "$1" ]; then ln -s "$(ls -l "$1" | sed 's/.* -> //')" "$2"; else cp -p "$1" "$2"; fi`,
  atRuns: 'false',
  deadmen: ['shell'],
};
