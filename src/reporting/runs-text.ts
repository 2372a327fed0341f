import type { RunMemory } from '../core/run-memory.ts';
import type { SummarizedHost } from '../core/run-summary.ts';
import type { SeenRun } from '../core/seen-run.ts';
import { alignColumns, countWords, groupAlike } from './group-alike.ts';
import { memoryLines, unreadableLines } from './memory-text.ts';
import { stoppedLine } from './result-text.ts';

/** A line for each run, newest first. Whose it was is said only where several people work. */
export function runLines(runs: readonly SeenRun[]): string {
  if (runs.length === 0) return 'No run is kept here yet.\n';
  const owners = new Set(runs.flatMap((run) => run.owner ?? []));
  const rows = runs.map((run) => [
    run.name,
    run.verb ?? '?',
    ...(owners.size > 1 ? [run.owner ?? ''] : []),
    endOf(run),
    toldOf(run),
  ]);
  return `${alignColumns(rows, '').join('\n')}\n`;
}

/** One run: when, what, each outcome with the folded names, and what stopped it or how far it got, as its journal says. */
export function runText(
  run: SeenRun,
  hosts: readonly SummarizedHost[] | undefined,
  memory?: RunMemory,
): string {
  const stopped = run.state === 'ended' ? memory?.stopped : undefined;
  const { name, verb, pools, startedAt, endedAt, owner } = run;
  const rows = groupAlike(hosts ?? [], (host) => JSON.stringify([host.outcome, host.reason])).map((group) => [
    group.first.outcome,
    group.names,
    group.first.reason ?? '',
  ]);
  const lines = [
    [name, [verb, ...pools].join(' '), endOf(run)].join('  '),
    ...(startedAt === undefined
      ? []
      : [`  from ${startedAt}${endedAt === undefined ? '' : ` to ${endedAt}`}`]),
    ...(owner === undefined ? [] : [`  by ${owner}`]),
    ...alignColumns(rows, '  '),
    ...(memory === undefined ? [] : unreadableLines(memory)),
    ...(memory === undefined || run.state !== 'cut-off' ? [] : memoryLines(memory, name)),
    ...(stopped === undefined
      ? []
      : [stoppedLine(stopped.batch), ...stopped.reasons.map((why) => `  ${why}`)]),
    `Evidence: vipfarm runs evidence ${name}`,
  ];
  return `${lines.join('\n')}\n`;
}

interface ShownDifference {
  readonly host: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
  readonly checks: readonly {
    readonly title: string;
    readonly before: string | undefined;
    readonly after: string | undefined;
  }[];
}

interface ShownComparison {
  readonly before: string;
  readonly after: string;
  readonly hosts: readonly ShownDifference[];
}

/** What differs between two runs, hosts that differ alike said once. */
export function diffText({ before, after, hosts }: ShownComparison): string {
  if (hosts.length === 0) return `${before} and ${after} found the same.\n`;
  const keyOf = ({ host: _host, ...rest }: ShownDifference): string => JSON.stringify(rest);
  const lines = groupAlike(hosts, keyOf).flatMap(({ names, count, first }) => [
    `${names}${count === 1 ? '' : `  (${count})`}  ${stateChange(first)}`,
    ...first.checks.map(
      (check) => `  ${check.title}: ${check.before ?? 'not looked at'} -> ${check.after ?? 'not looked at'}`,
    ),
  ]);
  return `${before} -> ${after}\n${lines.join('\n')}\n`;
}

function stateChange({ before, after }: ShownDifference): string {
  if (before === after) return after ?? '';
  return `${before ?? 'not there'} -> ${after ?? 'not there'}`;
}

function endOf(run: SeenRun): string {
  if (run.state === 'running') return 'running';
  if (run.state === 'cut-off') return 'cut off';
  return run.exitCode === undefined ? 'ended by a problem' : `exit ${run.exitCode}`;
}

function toldOf(run: SeenRun): string {
  if (run.state === 'cut-off') return 'before its end; its journal tells how far it got';
  const counts = countWords(Object.entries(run.counts).map(([outcome, count]) => [count, outcome]));
  return run.state === 'ended' && !run.recorded ? `${counts} (only in its folder)` : counts;
}
