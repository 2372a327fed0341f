import type { Clock } from '../../../src/core/clock.ts';
import type { VirtualTime } from '../virtual-time.ts';

/** One process of vipfarm. When it is killed, nothing that it awaits ever comes, and nothing that it does has an effect. */
export interface Controller {
  readonly name: string;
  isAlive: boolean;
  /** Its connections end with it. */
  readonly onDeath: (() => void)[];
}

export function startController(name: string): Controller {
  return { name, isAlive: true, onDeath: [] };
}

export function killController(controller: Controller): void {
  if (!controller.isAlive) return;
  controller.isAlive = false;
  for (const end of controller.onDeath) end();
}

/** Something that comes to this controller after so many milliseconds, if it still lives then. */
export function comeTo(
  controller: Controller,
  milliseconds: number,
  time: VirtualTime,
  deed: () => void,
): () => void {
  return time.after(milliseconds, () => {
    if (controller.isAlive) deed();
  });
}

export function clockOf(controller: Controller, time: VirtualTime): Clock {
  return {
    now: () => time.now(),
    sleep(milliseconds, signal) {
      if (signal.aborted) return Promise.resolve();
      return new Promise((resolve) => {
        const wake = (): void => {
          cancel();
          signal.removeEventListener('abort', wake);
          if (controller.isAlive) resolve();
        };
        const cancel = comeTo(controller, milliseconds, time, wake);
        signal.addEventListener('abort', wake, { once: true });
      });
    },
  };
}
