import { hasteOf, type RunEvent } from '../../../src/core/event.ts';
import { Problem } from '../../../src/core/problem.ts';
import type { RunFolder } from '../../../src/store/run-folder.ts';
import type { VirtualTime } from '../virtual-time.ts';
import { type Controller, comeTo } from './controller.ts';

/** A run's folder in memory. `durable` lines are those that a loss of the controller's power leaves. */
export interface MemoryFolder extends RunFolder {
  readonly lines: readonly string[];
  readonly durable: number;
  /** What was not durable is gone. */
  losePower(): void;
}

/** The disk is full from the given line on; never where that is undefined. */
export function openMemoryFolder(
  id: string,
  controller: Controller,
  time: VirtualTime,
  fullAt: number | undefined,
): MemoryFolder {
  const lines: string[] = [];
  let durable = 0;
  let failure: Problem | undefined;
  const isFull = (): boolean => fullAt !== undefined && lines.length >= fullAt;
  function fail(): void {
    failure ??= new Problem('evidence-not-written', 'evidence could not be written: the disk is full');
  }
  function flush(): void {
    durable = lines.length;
  }
  return {
    id,
    path: id,
    lines,
    get durable() {
      return durable;
    },
    journal(event: RunEvent) {
      if (!controller.isAlive) return;
      if (isFull()) return fail();
      lines.push(JSON.stringify({ at: new Date(time.now()).toISOString(), ...event }));
      const haste = hasteOf(event);
      if (haste === 'first') flush();
      if (haste === 'soon') comeTo(controller, 1, time, flush);
    },
    keep() {
      if (isFull()) fail();
    },
    writePlan() {
      if (isFull()) fail();
    },
    lost: () => failure,
    close: (summary) => ({ summary, lost: failure }),
    losePower() {
      lines.length = durable;
    },
  };
}
