import { placeOfBsd } from '../unix/places.ts';

export const macosPlace = placeOfBsd({ bootMark: 'sysctl -n kern.bootsessionuuid' });
