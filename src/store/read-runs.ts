import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Problem } from '../core/problem.ts';
import type { RunSummary } from '../core/run-summary.ts';

/** The ids of all runs, newest first. */
export async function listRuns(root: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(root, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
      .sort()
      .reverse();
  } catch {
    return [];
  }
}

/** Undefined for a run that was cut off before its end. @throws Problem run-unknown */
export async function readSummary(root: string, id: string): Promise<RunSummary | undefined> {
  const runs = await listRuns(root);
  if (!runs.includes(id)) {
    throw new Problem('run-unknown', `there is no run ${id} below ${root}`, { wayOut: 'vipfarm runs list' });
  }
  try {
    return JSON.parse(await readFile(join(root, id, 'summary.json'), 'utf8')) as RunSummary;
  } catch {
    return undefined;
  }
}

/** The evidence files of a run by name, sorted. */
export async function listEvidence(root: string, id: string): Promise<readonly string[]> {
  await readSummary(root, id);
  const files = await readdir(join(root, id, 'evidence'));
  return files.sort().map((file) => join(root, id, 'evidence', file));
}
