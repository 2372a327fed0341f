import { placeOfSystemV } from '../unix/places.ts';

export const hpuxPlace = placeOfSystemV({
  path: '/usr/bin:/usr/sbin:/sbin',
  shell: '/usr/bin/sh',
  // Its ps knows -o with UNIX95 set only.
  processMark: `UNIX95=1 ps -o state= -o comm= -p "$1" 2>/dev/null | sed -n 's/^ *[^Z ][^ ]* *//p' | sed 's/ .*//'`,
});
