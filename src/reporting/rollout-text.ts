import { durationText } from '../core/duration.ts';
import type { Batch, Capacity, OnFailure, RolloutPlan } from '../core/rollout.ts';

/** How a plan is carried out, in a few lines: the batches, what stays in service, what a failure does. */
export function rolloutLines({ batches, maxFail, capacities }: RolloutPlan): readonly string[] {
  if (batches.length === 0) return [];
  const pools = [...new Set(batches.map((batch) => batch.pool))];
  const named = pools.length > 1 || capacities.some(({ pool }) => pool !== pools[0]);
  const limits = capacities.map((capacity) => capacityText(capacity, named));
  const sizes = pools.map((pool) => {
    const mine = batches.filter((batch) => batch.pool === pool);
    return `Batches${named ? ` of ${pool}` : ''}: ${sizesText(mine)}${pauseText(mine)}`;
  });
  const [only] = limits;
  return [
    ...(named ? sizes.map((line) => `${line}.`) : []),
    ...(named ? limits.map((line) => `At most ${line}.`) : []),
    ...(named ? [] : sizes.map((line) => `${line}${only === undefined ? '' : `; at most ${only}`}.`)),
    `${failureText(maxFail)} ${aftermathText(batches.map((batch) => batch.onFailure))}`,
  ];
}

/** `1 (web01.dc1), 5, 3 x 10`: the canary by its name, equal sizes once. */
function sizesText(batches: readonly Batch[]): string {
  const runs: { size: number; times: number }[] = [];
  for (const { hosts } of batches) {
    const last = runs.at(-1);
    if (last?.size === hosts.length) last.times++;
    else runs.push({ size: hosts.length, times: 1 });
  }
  const [first] = batches;
  return runs
    .map(({ size, times }, at) => {
      const text = times === 1 ? String(size) : `${times} x ${size}`;
      if (at > 0 || size > 1) return text;
      return `${text} (${first?.hosts[0]}${times === 1 ? '' : ' first'})`;
    })
    .join(', ');
}

function pauseText(batches: readonly Batch[]): string {
  const pause = batches[0]?.pause ?? 0;
  return pause === 0 || batches.length === 1 ? '' : `, ${durationText(pause)} apart`;
}

/** `10 of 52 out of service (keepInService 80%), 2 are out already` */
function capacityText({ pool, members, keep, asked, out }: Capacity, named: boolean): string {
  const already = out.length === 0 ? '' : `, ${out.length} ${out.length === 1 ? 'is' : 'are'} out already`;
  const whose = named ? `of ${pool} ` : '';
  return `${members.length - keep} of ${members.length} ${whose}out of service (keepInService ${asked})${already}`;
}

function failureText(maxFail: number): string {
  if (maxFail === 0) return 'A host that fails stops the run;';
  if (maxFail === 1) return 'More than 1 host that fails stops the run;';
  return `More than ${maxFail} hosts that fail stop the run;`;
}

function aftermathText(said: readonly OnFailure[]): string {
  const [first, ...others] = new Set(said);
  if (others.length > 0) return 'what is taken back then is said by each pool.';
  switch (first) {
    case 'rollback-run':
      return 'then all of it is taken back.';
    case 'rollback-batch':
      return 'then its batch is taken back.';
    default:
      return 'what is done stays.';
  }
}
