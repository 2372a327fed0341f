import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunEvent } from '../core/event.ts';
import { followRun, type RunMemory } from '../core/run-memory.ts';

/** What the journal of a run says; a last line that was cut off in the middle is passed over. */
export async function readRunMemory(folder: string): Promise<RunMemory> {
  return rememberRun(await readFile(join(folder, 'journal.jsonl'), 'utf8'));
}

/** The same from the text of a journal. */
export function rememberRun(journal: string): RunMemory {
  const { memory, note } = followRun();
  for (const line of journal.split('\n')) {
    const event = parseEvent(line);
    if (event !== undefined) note(event);
  }
  return memory;
}

function parseEvent(line: string): RunEvent | undefined {
  if (!line.endsWith('}')) return undefined;
  try {
    return JSON.parse(line) as RunEvent;
  } catch {
    return undefined;
  }
}
