import type { HostPlace } from '../posix/host-place.ts';

const folder = '/var/adm/vipfarm';

export const aixPlace: HostPlace = {
  path: '/usr/bin:/usr/sbin:/etc:/sbin',
  shell: '/usr/bin/sh',
  folder,
  record: `${folder}/record`,
  progress: `${folder}/progress`,
  runtime: '/var/run/vipfarm',
  bootMark: 'who -b',
  // Its ps tells no beginning that stays the same. A number that another process has got is taken for the old one as long
  // as both are shells: then a lock is held too long, and never by two.
  processMark: `ps -o comm= -p "$1" 2>/dev/null | sed -n -e '/defunct/d' -e 's/^ *//' -e 's/ .*//' -e 1p`,
  // srand() gives the seed before, which was the time; date of AIX knows no %s on every release.
  epoch: `awk 'BEGIN { srand(); print srand() }'`,
  copy: `if [ -h "$1" ]; then ln -s "$(ls -l "$1" | sed 's/.* -> //')" "$2"; else cp -p "$1" "$2"; fi`,
  atRuns: 'false',
  deadmen: ['shell'],
};
