import type { HostPlace } from '../posix/host-place.ts';

const folder = '/var/adm/vipfarm';

export const solarisPlace: HostPlace = {
  // The tools of /usr/bin are older than POSIX: its ln replaces what is there, its grep knows no -F.
  path: '/usr/xpg4/bin:/usr/bin:/usr/sbin:/sbin',
  shell: '/usr/xpg4/bin/sh',
  folder,
  record: `${folder}/record`,
  progress: `${folder}/progress`,
  runtime: '/var/run/vipfarm',
  bootMark: 'who -b',
  // As on AIX: ps tells no beginning that stays the same, so a number that another shell has got is taken for the old one,
  // and a lock is held too long, never by two.
  processMark: `ps -o comm= -p "$1" 2>/dev/null | sed -n -e '/defunct/d' -e 's/^ *//' -e 's/ .*//' -e 1p`,
  // date of Solaris 10 knows no %s; srand() gives the seed before, which was the time.
  epoch: `date +%s | grep '^[0-9][0-9]*$' || awk 'BEGIN { srand(); print srand() }'`,
  copy: `if [ -h "$1" ]; then ln -s "$(ls -l "$1" | sed 's/.* -> //')" "$2"; else cp -p "$1" "$2"; fi`,
  atRuns: 'false',
  deadmen: ['shell'],
};
