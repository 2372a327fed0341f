import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '../core/clock.ts';

/** The time of this machine. */
export const wallClock: Clock = {
  now: () => Date.now(),
  async sleep(milliseconds, signal) {
    await pause(milliseconds, undefined, { signal }).catch(() => undefined);
  },
};
