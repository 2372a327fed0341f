import type { RunSummary } from '../core/run-summary.ts';
import { alignColumns, countWords, groupAlike } from './group-alike.ts';

interface ListedRun {
  readonly id: string;
  readonly summary: RunSummary | undefined;
}

/** A line for each run, newest first. */
export function runLines(runs: readonly ListedRun[]): string {
  if (runs.length === 0) return 'No run is kept here yet.\n';
  const rows = runs.map(({ id, summary }) =>
    summary === undefined
      ? [id, '?', 'cut off before its end; its journal tells how far it got']
      : [id, summary.verb, endOf(summary), countsOf(summary)],
  );
  return `${alignColumns(rows, '').join('\n')}\n`;
}

/** One run: when, what, and each outcome with the folded names. */
export function runText(id: string, summary: RunSummary | undefined): string {
  if (summary === undefined)
    return `${id} was cut off before its end; vipfarm audit tells how the hosts are now\n`;
  const rows = groupAlike(summary.hosts, (host) => JSON.stringify([host.outcome, host.reason])).map(
    (group) => [group.first.outcome, group.names, group.first.reason ?? ''],
  );
  const lines = [
    `${id}  ${summary.verb} ${summary.pools.join(' ')}  ${endOf(summary)}`,
    `  from ${summary.startedAt} to ${summary.endedAt}`,
    ...alignColumns(rows, '  '),
    `Evidence: vipfarm runs evidence ${id}`,
  ];
  return `${lines.join('\n')}\n`;
}

function endOf(summary: RunSummary): string {
  return summary.exitCode === undefined ? 'ended by a problem' : `exit ${summary.exitCode}`;
}

function countsOf(summary: RunSummary): string {
  const counts = new Map<string, number>();
  for (const { outcome } of summary.hosts) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  return countWords([...counts].map(([outcome, count]) => [count, outcome]));
}
