import { exitCodes } from '../core/outcome.ts';
import { lintInventory } from '../inventory/lint-inventory.ts';
import { readInventory } from '../inventory/load-fleet.ts';
import { lintJson } from '../reporting/lint-json.ts';
import { lintSarif } from '../reporting/lint-sarif.ts';
import { lintText } from '../reporting/lint-text.ts';
import { textOf } from './arguments.ts';
import type { CommandBody } from './command.ts';
import { inventoryFile } from './inventory-file.ts';
import { version } from './version.ts';

/** `vipfarm lint`: everything that is wrong in the inventory, before anything is contacted. */
export const run: CommandBody = async (args, surroundings) => {
  const file = inventoryFile(args, surroundings);
  const report = lintInventory(file, await readInventory(file));
  const output = textOf(args, 'output');
  if (output === 'sarif') surroundings.stdout.write(lintSarif(report, version));
  else surroundings.stdout.write(output === 'json' ? lintJson(report) : lintText(report));
  return report.findings.some((finding) => finding.severity === 'error') ? exitCodes.usage : exitCodes.ok;
};
