import { writeFile } from 'node:fs/promises';
import { exitCodes } from '../core/outcome.ts';
import { Problem } from '../core/problem.ts';
import { starterInventory } from '../inventory/starter.ts';
import type { CommandBody } from './command.ts';
import { inventoryFile } from './inventory-file.ts';

/** `vipfarm init`: an inventory to begin with. What is there already is never overwritten. */
export const run: CommandBody = async (args, surroundings) => {
  const file = inventoryFile(args, surroundings);
  try {
    await writeFile(file, starterInventory, { flag: 'wx' });
  } catch (cause) {
    const exists = cause instanceof Error && 'code' in cause && cause.code === 'EEXIST';
    throw exists
      ? new Problem('usage', `${file} is there already and stays as it is`, {
          wayOut: 'name another with -i FILE, or check this one: vipfarm lint',
          cause,
        })
      : new Problem('inventory-unreadable', `${file} cannot be written: ${String(cause)}`, { cause });
  }
  surroundings.stdout.write(
    `${file} is written. Put your VIPs and hosts into it, then: vipfarm lint -i ${file}\n`,
  );
  return exitCodes.ok;
};
