import { textOf } from './arguments.ts';
import type { Arguments, Surroundings } from './command.ts';

/** The inventory that -i names, else VIPFARM_INVENTORY, else inventory.yaml in the working folder. */
export function inventoryFile(args: Arguments, { environment }: Pick<Surroundings, 'environment'>): string {
  return textOf(args, 'inventory') ?? environment['VIPFARM_INVENTORY'] ?? 'inventory.yaml';
}
