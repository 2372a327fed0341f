import { linux } from './linux/index.ts';
import type { Platform } from './platform.ts';

/** Every operating system that vipfarm knows. A host belongs to exactly one; the order means nothing. */
export const platforms: readonly Platform[] = [linux];

/** The platform of a host by its `uname -s`. */
export function platformOf(kernel: string): Platform | undefined {
  return platforms.find((platform) => platform.recognises(kernel));
}
