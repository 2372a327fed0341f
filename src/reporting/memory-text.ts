import type { HostInRun, RunMemory } from '../core/run-memory.ts';
import { alignColumns, groupAlike } from './group-alike.ts';

/** What the journal of a run that was cut off says of each host and step: done, not done or unknown. */
export function memoryLines(memory: RunMemory): readonly string[] {
  const hosts = [...memory.hosts].map(([host, part]) => ({ host, ...part }));
  const rows = groupAlike(hosts, (one) => JSON.stringify([wordOf(one), stepsOf(one)])).map((group) => [
    wordOf(group.first),
    group.names,
    stepsOf(group.first),
  ]);
  return [
    ...alignColumns(rows, '  '),
    `Go on with it: vipfarm resume ${memory.run}     take it back: vipfarm rollback ${memory.run}`,
  ];
}

function wordOf({ outcome, changes, isOut }: HostInRun): string {
  if (outcome !== undefined) return outcome;
  if (changes.length > 0) return isOut ? 'in doubt, drained' : 'in doubt';
  return isOut ? 'drained' : 'not begun';
}

/** The steps of the last script that was sent there, those that ended alike together. */
function stepsOf({ changes, reason }: HostInRun): string {
  const last = changes.at(-1);
  if (last === undefined) return reason ?? '';
  const states = new Map<string, string[]>();
  for (const [step, state] of last.steps) states.set(state, [...(states.get(state) ?? []), step]);
  return [...states].map(([state, steps]) => `${state}: ${steps.join(', ')}`).join('; ');
}
