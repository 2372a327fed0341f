import { placeOfBsd } from '../unix/places.ts';

export const freebsdPlace = placeOfBsd({
  // From 13 on the kernel has a mark, which only -x shows. kern.boottime is none: it moves when the clock is set.
  bootMark: 'sysctl -n -x kern.boot_id 2>/dev/null || who -b',
});
