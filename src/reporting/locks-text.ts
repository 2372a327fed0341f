import type { Lease } from '../core/lease.ts';
import { alignColumns } from './group-alike.ts';
import { duration } from './result-text.ts';

interface ShownBreak {
  readonly pool: string;
  readonly run: string;
  readonly owner: string;
  readonly who: string;
  readonly why: string;
  readonly at: number;
}

/** As many breaks as a person wants to see; JSON has them all. */
const breaksShown = 5;

/** Who holds what since when, and what was taken away from whom. */
export function locksText(locks: readonly Lease[], breaks: readonly ShownBreak[], now: number): string {
  const rows = locks.map(({ pool, holder, since, heartbeat, expires, fence }) => [
    pool,
    `${holder.owner}, ${holder.command}, run ${holder.run}`,
    `since ${timeOf(since)}, heard of ${duration(now - heartbeat)} ago`,
    expires <= now ? `expired ${duration(now - expires)} ago: the next run takes it` : `fence ${fence}`,
  ]);
  const shown = breaks.slice(0, breaksShown);
  const lines = [
    ...(locks.length === 0 ? ['No pool is locked.'] : alignColumns(rows, '')),
    ...(shown.length === 0 ? [] : ['Broken:']),
    ...shown.map(
      ({ pool, run, owner, who, why, at }) =>
        `  ${pool} of ${owner}, run ${run}, by ${who} at ${timeOf(at)}: ${why}`,
    ),
  ];
  return `${lines.join('\n')}\n`;
}

export function brokenLockText({ pool, holder }: Lease): string {
  return `The lock of ${pool} was broken. ${holder.owner} held it for run ${holder.run} (${holder.command}).\nWhat that run has done so far: vipfarm runs show ${holder.run}\n`;
}

function timeOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, 'Z');
}
