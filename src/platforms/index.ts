import { aix } from './aix/index.ts';
import { freebsd } from './freebsd/index.ts';
import { hpux } from './hpux/index.ts';
import { linux } from './linux/index.ts';
import { macos } from './macos/index.ts';
import { netbsd } from './netbsd/index.ts';
import { openbsd } from './openbsd/index.ts';
import type { Platform } from './platform.ts';
import { solaris } from './solaris/index.ts';
import { windows } from './windows/index.ts';

/** Every operating system that vipfarm knows. A host belongs to exactly one; the order means nothing. */
export const platforms: readonly Platform[] = [
  aix,
  freebsd,
  hpux,
  linux,
  macos,
  netbsd,
  openbsd,
  solaris,
  windows,
];
