import { nameOfProcess, placeOfSystemV } from '../unix/places.ts';

export const solarisPlace = placeOfSystemV({
  // The tools of /usr/bin are older than POSIX: its ln replaces what is there, its grep knows no -F.
  path: '/usr/xpg4/bin:/usr/bin:/usr/sbin:/sbin',
  shell: '/usr/xpg4/bin/sh',
  processMark: nameOfProcess,
  // date of Solaris 10 knows no %s; srand() gives the seed before, which was the time.
  epoch: `date +%s | grep '^[0-9][0-9]*$' || awk 'BEGIN { srand(); print srand() }'`,
});
