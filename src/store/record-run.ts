import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { Problem } from '../core/problem.ts';
import type { RunSummary } from '../core/run-summary.ts';
import { readEvidence } from './evidence.ts';
import { operator } from './operator.ts';
import { evidenceName } from './run-folder.ts';
import { unusable } from './sql/unusable.ts';
import type { Store } from './store.ts';

/**
 * Records a run that has ended, from what its folder holds: secrets were taken out when that was written, so none can
 * come in. What goes wrong is a value, because the run is over and its folder is complete without the store.
 * `summary`: the one that was written there, where it is still at hand. Read anew, that of 1,000 hosts takes 6 MB.
 */
export async function recordRun(
  store: Store,
  folder: string,
  summary?: RunSummary,
): Promise<Problem | undefined> {
  try {
    await store.history.record({
      owner: operator(),
      process: process.pid,
      summary: summary ?? (await readSummaryIn(folder)),
      plan: await readIfThere(join(folder, 'plan.json')),
      journal: await readFile(join(folder, 'journal.jsonl'), 'utf8'),
      evidence: readEvidence(join(folder, evidenceName)),
    });
    return undefined;
  } catch (thrown) {
    return thrown instanceof Problem ? thrown : unusable(store.place, thrown);
  }
}

async function readSummaryIn(folder: string): Promise<RunSummary> {
  return JSON.parse(await readFile(join(folder, 'summary.json'), 'utf8')) as RunSummary;
}

/** A run that only looks has no plan. */
async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
