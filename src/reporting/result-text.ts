import type { Acceptance, SegmentReport } from '../core/network.ts';
import type { HostResult } from '../core/outcome.ts';
import type { Plan } from '../core/plan.ts';
import type { Stop } from '../core/rollout.ts';
import { alignColumns, countWords, groupAlike } from './group-alike.ts';
import { poisonLines, proofLines } from './network-text.ts';

export interface RunFigures {
  readonly run: string;
  readonly milliseconds: number;
}

/** How it ended for each host, and the gate that stopped it. */
export interface RunResult {
  readonly results: readonly HostResult[];
  readonly stopped?: Stop | undefined;
  readonly watched?: readonly SegmentReport[];
  readonly acceptances?: readonly Acceptance[];
  /** The last look at the network. */
  readonly after?: SegmentReport | undefined;
}

/** The end of an apply or remove: how many, what was not done and why, and the command that goes on with it. */
export function resultText(plan: Plan, result: RunResult, figures: RunFigures, resume: string): string {
  const { results, stopped, watched = [], acceptances = [], after } = result;
  const of = (outcome: HostResult['outcome']): number =>
    results.filter((result) => result.outcome === outcome).length;
  const counts = countWords([
    [of('changed'), 'changed'],
    [of('ok'), 'as wanted'],
    [of('rolled-back'), 'rolled back'],
    [of('failed'), 'failed'],
    [of('unknown'), 'unknown'],
    [of('skipped'), 'refused'],
    [of('unreachable'), 'unreachable'],
    [of('not-attempted'), 'not attempted'],
  ]);
  const pools = plan.pools.map((pool) => pool.name).join(' ');
  const lines = [`${pools}  ${counts}   ${duration(figures.milliseconds)}   run ${figures.run}`];
  const looks = after === undefined ? watched : [...watched, after];
  lines.push(...proofLines(looks, acceptances).map((line) => `  ${line}`));
  const open = results.filter((result) => result.outcome !== 'changed' && result.outcome !== 'ok');
  const rows = groupAlike(open, (result) => JSON.stringify([result.outcome, result.reason])).map((group) => [
    group.first.outcome,
    group.names,
    group.first.reason ?? '',
  ]);
  lines.push(...alignColumns(rows, '  '));
  if (stopped !== undefined) {
    lines.push(stoppedLine(stopped.batch), ...stopped.reasons.map((why) => `  ${why}`));
    lines.push(`${beforeGoingOn[stopped.by]}: ${resume}`);
  } else if (open.length > 0) {
    const when = of('not-attempted') > 0 ? 'To go on' : 'When they are ready';
    lines.push(`Not done: ${open.length}. ${when}: ${resume}`);
  }
  lines.push(
    ...poisonLines(
      after?.poisoned ?? [],
      plan.pools.map(({ name }) => name),
    ),
  );
  lines.push(`Evidence: vipfarm runs evidence ${figures.run}`);
  return `${lines.join('\n')}\n`;
}

const beforeGoingOn: Readonly<Record<Stop['by'], string>> = {
  gate: 'Mend the cause, then',
  operator: 'To go on',
  lease: 'When the other run is over (vipfarm locks list)',
};

/** Batch 0 stands for what comes before the first one. */
export function stoppedLine(batch: number): string {
  return batch === 0 ? 'Stopped before the first batch:' : `Stopped at the gate after batch ${batch}:`;
}

/** `0.8 s`, `41 s`, `4 min 12 s`. */
export function duration(milliseconds: number): string {
  if (milliseconds < 9_950) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
