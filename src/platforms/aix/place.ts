import { nameOfProcess, placeOfSystemV } from '../unix/places.ts';

export const aixPlace = placeOfSystemV({
  path: '/usr/bin:/usr/sbin:/etc:/sbin',
  shell: '/usr/bin/sh',
  processMark: nameOfProcess,
});
