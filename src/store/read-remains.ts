import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plan } from '../core/plan.ts';
import { Problem } from '../core/problem.ts';
import type { RunMemory } from '../core/run-memory.ts';
import type { SeenRun } from '../core/seen-run.ts';
import { rememberRun } from './read-journal.ts';
import type { History } from './store.ts';

/** What the run was to do; undefined when it had no plan. @throws Problem plan-unreadable */
export async function readPlanOf(run: SeenRun, history: History | undefined): Promise<Plan | undefined> {
  const text = await textOf(run, 'plan', history);
  if (text === undefined) return undefined;
  const plan = parsePlan(text);
  if (plan !== undefined) return plan;
  throw new Problem(
    'plan-unreadable',
    `the plan of run ${run.name} cannot be read: ${placeOf(run, 'plan')}`,
    {
      wayOut: 'look at its hosts with vipfarm verify, then begin anew with vipfarm apply or vipfarm remove',
    },
  );
}

/**
 * How far the run got, as its journal says; undefined when it left none. Where a part of the journal cannot be read, the
 * hosts of the plan are among its hosts too.
 */
export async function readMemoryOf(
  run: SeenRun,
  history: History | undefined,
): Promise<RunMemory | undefined> {
  const journal = await textOf(run, 'journal', history);
  if (journal === undefined) return undefined;
  const memory = rememberRun(journal);
  if (memory.unreadable === 0) return memory;
  const plan = parsePlan((await textOf(run, 'plan', history)) ?? '');
  return rememberRun(
    journal,
    plan?.hosts.map(({ host }) => host),
  );
}

const files = { plan: 'plan.json', journal: 'journal.jsonl' } as const;

/** Undefined where the history is to be asked. A folder can be changed unseen, so it is read only of runs not recorded. */
export function folderToRead({ recorded, folder }: SeenRun): string | undefined {
  return recorded ? undefined : folder;
}

async function textOf(
  run: SeenRun,
  part: keyof typeof files,
  history: History | undefined,
): Promise<string | undefined> {
  const folder = folderToRead(run);
  if (folder !== undefined) return await readFile(join(folder, files[part]), 'utf8').catch(() => undefined);
  return run.key === undefined ? undefined : await history?.[part](run.key);
}

function placeOf(run: SeenRun, part: keyof typeof files): string {
  const folder = folderToRead(run);
  return folder === undefined ? 'in the history' : join(folder, files[part]);
}

function parsePlan(text: string): Plan | undefined {
  try {
    const read = JSON.parse(text) as Partial<Plan> | null;
    const isPlan = read?.version === 1 && Array.isArray(read.pools) && Array.isArray(read.hosts);
    return isPlan ? (read as Plan) : undefined;
  } catch {
    return undefined;
  }
}
