import { placeOfBsd } from '../unix/places.ts';

export const netbsdPlace = placeOfBsd({
  // When init began: kern.boottime moves when the clock is set.
  bootMark: 'ps -o lstart= -p 1',
});
