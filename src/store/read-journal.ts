import type { RunEvent } from '../core/event.ts';
import { followRun, type RunMemory } from '../core/run-memory.ts';

/**
 * What the journal of a run says. A last line that was cut off in the middle is passed over: it was never acknowledged.
 * Any other that cannot be read is counted, and so is a beginning that is missing. `known`: hosts of its plan.
 */
export function rememberRun(journal: string, known: readonly string[] = []): RunMemory {
  const { memory, note, miss } = followRun(known);
  const lines = journal.split('\n');
  const last = lines.pop() ?? '';
  for (const line of lines) {
    const event = parseEvent(line);
    if (event === undefined) miss();
    else note(event);
  }
  const torn = parseEvent(last);
  if (torn !== undefined) note(torn);
  if (memory.run === '') miss();
  return memory;
}

function parseEvent(line: string): RunEvent | undefined {
  try {
    const read = JSON.parse(line) as Partial<RunEvent> | null;
    return typeof read?.kind === 'string' ? (read as RunEvent) : undefined;
  } catch {
    return undefined;
  }
}
