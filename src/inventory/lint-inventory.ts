import type { LintReport } from '../core/finding.ts';
import { examine } from './examine.ts';
import { operatorFor } from './load-fleet.ts';

/** Everything that is wrong in the text of an inventory file, in the order of the file. Never throws. */
export function lintInventory(file: string, text: string): LintReport {
  const { findings, pools, hosts } = examine(text, operatorFor(file));
  return { file, findings, pools, hosts };
}
