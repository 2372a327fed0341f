import type { UnixObserved } from './observed.ts';
import type { BootStack, UnixSystem } from './system.ts';

/** The stack that the inventory names, else the one that recognises the host; undefined when none does. */
export function stackOf(
  system: UnixSystem,
  host: UnixObserved,
  named: string | undefined,
): BootStack | undefined {
  if (named !== undefined) return system.stacks.find((stack) => stack.id === named);
  return system.stacks.find((stack) => stack.recognises(host));
}
