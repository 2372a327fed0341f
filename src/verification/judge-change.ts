import { type Check, isFault } from '../core/check.ts';
import type { HostResult } from '../core/outcome.ts';
import type { Step } from '../core/step.ts';
import type { ChangeAnswer, Desired } from '../platforms/platform.ts';
import type { Reading } from '../platforms/reading.ts';
import { retiredCheck } from '../platforms/retired-vips.ts';

/**
 * What became of a host by what was read back from it. The script's own words only tell how it came to it.
 */
export function judgeChange(
  host: string,
  desired: Desired,
  steps: readonly Step[],
  { ends }: ChangeAnswer,
  after: Reading,
): HostResult {
  const failed = ends.find((one) => one.end === 'failed');
  if (failed !== undefined) {
    const title = steps.find((step) => step.id === failed.step)?.title ?? failed.step;
    const reason = `failed at "${title}": ${complaint(failed.output)}`;
    const stuck = ends.find((one) => one.end === 'not-undone');
    if (stuck === undefined) return { host, outcome: 'rolled-back', reason };
    const left = `step ${stuck.step} could not be undone: ${complaint(stuck.output)}`;
    return { host, outcome: 'failed', reason: `${reason}; ${left}` };
  }
  if (isDone(desired, after)) return { host, outcome: 'changed' };
  const open = after.platform.checks(desired, after.observed).filter(isFault);
  return { host, outcome: 'failed', reason: open.map((check) => check.found).join('; ') };
}

/** True when a new plan would find nothing to change, and no check is against it. */
export function isDone(desired: Desired, { platform, observed }: Reading): boolean {
  const decision = platform.plan({ ...desired, force: true }, observed);
  const wrong = platform
    .checks(desired, observed)
    .filter((check) => isFault(check) && !isBeyondChange(check));
  return decision.kind === 'as-wanted' && wrong.length === 0;
}

/** What no change mends: listeners are not vipfarm's, and a VIP that left the inventory goes by a removal of its own. */
function isBeyondChange({ id }: Check): boolean {
  return id.startsWith('service-') || id === retiredCheck;
}

/** What the commands said last, then what was found in place of what was expected. */
function complaint(output: string): string {
  const lines = output.split('\n').filter((line) => line !== '');
  const expected = lines.findIndex((line) => line.startsWith('expected that '));
  const said = lines.slice(0, expected < 0 ? undefined : expected).slice(-1);
  // Between the two stands the command, which may be a script of many lines.
  const found = expected < 0 ? [] : lines.slice(lines.findIndex((line) => line.startsWith('found:')));
  return [...said, ...(found.length === 0 ? [] : [found.join(' / ')])].join('; ') || 'no output';
}
