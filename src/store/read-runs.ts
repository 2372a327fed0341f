import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Problem } from '../core/problem.ts';
import type { RunSummary } from '../core/run-summary.ts';
import { type EvidenceRecord, readEvidence } from './evidence.ts';
import { evidenceName } from './run-folder.ts';

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

/**
 * What the hosts of a run said, or one of them, in the order of the run.
 * @throws Problem run-unknown, also for a host that said nothing in it
 */
export async function* evidenceOf(root: string, id: string, host?: string): AsyncGenerator<EvidenceRecord> {
  await readSummary(root, id);
  let found = false;
  for await (const record of readEvidence(join(root, id, evidenceName))) {
    if (host !== undefined && record.host !== host) continue;
    found = true;
    yield record;
  }
  if (host !== undefined && !found) {
    throw new Problem('run-unknown', `run ${id} has no evidence of ${host}`, {
      wayOut: `vipfarm runs show ${id} says how each host ended`,
    });
  }
}
