import type { LinuxObserved } from '../observed.ts';
import { ifupdown } from './ifupdown.ts';
import { ifupdownNg } from './ifupdown-ng.ts';
import { ifupdown2 } from './ifupdown2.ts';
import { netplan } from './netplan.ts';
import { networkScripts } from './network-scripts.ts';
import { networkd } from './networkd.ts';
import { networkManager } from './networkmanager.ts';
import type { Stack } from './stack.ts';
import { systemdUnit } from './systemd-unit.ts';
import { wicked } from './wicked.ts';

export const stacks: readonly Stack[] = [
  ifupdown,
  ifupdown2,
  ifupdownNg,
  netplan,
  networkScripts,
  networkd,
  networkManager,
  systemdUnit,
  wicked,
];

/** The stack that the inventory names, else the one that recognises the host; undefined when none does. */
export function stackOf(host: LinuxObserved, named: string | undefined): Stack | undefined {
  if (named !== undefined) return stacks.find((stack) => stack.id === named);
  return stacks.find((stack) => stack.recognises(host));
}
