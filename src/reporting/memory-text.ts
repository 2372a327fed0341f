import { type HostInRun, isInDoubt, type RunMemory } from '../core/run-memory.ts';
import { alignColumns, groupAlike } from './group-alike.ts';

/**
 * What the journal of a run that was cut off says of each host and step: done, not done or unknown; then what can be done
 * with the run of this name.
 */
export function memoryLines(memory: RunMemory, name: string): readonly string[] {
  const hosts = [...memory.hosts].map(([host, part]) => ({ host, word: wordOf(part, memory), ...part }));
  const rows = groupAlike(hosts, (one) => JSON.stringify([one.word, stepsOf(one)])).map((group) => [
    group.first.word,
    group.names,
    stepsOf(group.first),
  ]);
  const back = memory.unreadable === 0 ? `     take it back: vipfarm rollback ${name}` : '';
  return [...alignColumns(rows, '  '), `Go on with it: vipfarm resume ${name}${back}`];
}

/** That a part of the journal cannot be read, and what that means. */
export function unreadableLines({ unreadable }: RunMemory): readonly string[] {
  if (unreadable === 0) return [];
  const lines = unreadable === 1 ? '1 line' : `${unreadable} lines`;
  return [`${lines} of the journal cannot be read: hosts without an end may have been changed`];
}

function wordOf(host: HostInRun, memory: RunMemory): string {
  const { outcome, isOut } = host;
  if (outcome !== undefined) return outcome;
  if (isInDoubt(host, memory)) return isOut ? 'in doubt, drained' : 'in doubt';
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
