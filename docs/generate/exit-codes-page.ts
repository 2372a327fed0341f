import type { ExitCode } from '../../src/core/outcome.ts';
import { heading, table } from './markdown.ts';

/** A code without a meaning does not compile. */
const meanings: Readonly<Record<ExitCode, string>> = {
  0: 'compliant, or applied',
  1: 'internal error: a defect of vipfarm',
  2: 'changes are pending (plan), or drift was found (verify, audit)',
  3: 'some hosts failed',
  4: 'some hosts could not be reached',
  5: 'stopped by a gate or by maxFail',
  6: 'another run holds the lock',
  7: 'the saved plan no longer fits the inventory or the facts',
  8: 'some hosts were rolled back',
  9: 'the history, a report, or a file that was asked for could not be written',
  64: 'wrong usage, or an inventory that is not valid',
  130: 'interrupted by the operator',
};

/** docs/reference/exit-codes.md */
export function exitCodesPage(): string {
  return [
    heading('Exit codes', 'src/core/outcome.ts'),
    'Every command ends with one of these. Where several apply, the highest wins.\n',
    table(['code', 'meaning'], Object.entries(meanings)),
  ].join('\n');
}
