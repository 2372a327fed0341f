import type { Lease } from '../core/lease.ts';
import type { Plan } from '../core/plan.ts';
import { Problem } from '../core/problem.ts';
import type { RunMemory } from '../core/run-memory.ts';
import type { RunProcess } from '../core/run-process.ts';
import type { SummarizedHost } from '../core/run-summary.ts';
import type { SeenRun } from '../core/seen-run.ts';
import type { EvidenceRecord } from './evidence.ts';
import { type FolderStart, readFolderStart, runInFolder } from './folder-run.ts';
import { livenessOf, operator } from './operator.ts';
import { folderToRead, readMemoryOf, readPlanOf } from './read-remains.ts';
import { evidenceOf, listRuns, readSummary } from './read-runs.ts';
import type { History, KeptRun, Store } from './store.ts';

/** The part of a store that is looked at. */
export type Records = Pick<Store, 'history' | 'leases'>;

/** All that was done, as far as it is known here. */
export interface Past {
  /** The newest first. */
  list(): Promise<readonly SeenRun[]>;
  /** @throws Problem run-unknown */
  find(name: string): Promise<SeenRun>;
  /** Undefined for a run without an end. */
  hosts(run: SeenRun): Promise<readonly SummarizedHost[] | undefined>;
  /** @throws Problem run-unknown for a host that said nothing in it */
  evidence(run: SeenRun, host?: string): AsyncIterable<EvidenceRecord>;
  /** Undefined for a run that had none. @throws Problem plan-unreadable */
  plan(run: SeenRun): Promise<Plan | undefined>;
  /** How far it got, as its journal says; undefined when it left none. */
  memory(run: SeenRun): Promise<RunMemory | undefined>;
}

/** Looks into the folders of this machine and, where there is one, into the history. */
export function openPast(root: string, store: Records | undefined): Past {
  const list = () => lookBack(root, store);
  const history = store?.history;
  return {
    list,
    async find(name) {
      const runs = (await list()).filter((run) => run.name === name || run.id === name || run.key === name);
      const [first] = runs;
      if (first !== undefined && runs.length === 1) return first;
      if (first === undefined) {
        throw new Problem('run-unknown', `there is no run ${name}`, { wayOut: 'vipfarm runs list' });
      }
      const each = runs.map((run) => `${run.name} by ${run.owner ?? 'you'}`).join(', ');
      throw new Problem('run-unknown', `${runs.length} runs are called ${name}`, {
        wayOut: `say which: ${each}`,
      });
    },
    async hosts(run) {
      if (run.recorded && run.key !== undefined) return history?.hosts(run.key);
      return run.folder === undefined ? undefined : (await readSummary(root, run.id))?.hosts;
    },
    evidence: (run, host) =>
      folderToRead(run) === undefined ? keptEvidence(history, run, host) : evidenceOf(root, run.id, host),
    plan: (run) => readPlanOf(run, history),
    memory: (run) => readMemoryOf(run, history),
  };
}

async function lookBack(root: string, store: Records | undefined): Promise<readonly SeenRun[]> {
  const kept = (await store?.history.list()) ?? [];
  // Asked after the runs: one that begins meanwhile would seem to hold nothing.
  const now = Date.now();
  const leases = ((await store?.leases.list()) ?? []).filter(({ expires }) => expires > now);
  const folders = await Promise.all((await listRuns(root)).map((id) => readFolderStart(root, id)));
  const me = operator();
  const folderOf = (run: KeptRun) => folders.find((folder) => isSame(folder, run, me));
  const known = await Promise.all(
    kept.map(async (run): Promise<SeenRun> => {
      const folder = folderOf(run);
      const seen = seenInStore(run, folder, kept, leases);
      // It has ended, and only its folder could be told so.
      if (folder?.ended === true && !seen.recorded) return { ...seen, ...(await runInFolder(root, folder)) };
      return seen;
    }),
  );
  const paths = new Set(known.map((run) => run.folder));
  const others = folders.filter((folder) => !paths.has(folder.path));
  const loose = await Promise.all(others.map((folder) => runInFolder(root, folder)));
  return [...known, ...loose].sort((a, b) => ((a.startedAt ?? '') < (b.startedAt ?? '') ? 1 : -1));
}

/** Of a run that has not ended only the id can be compared. */
function isSame(folder: FolderStart, run: KeptRun, me: string): boolean {
  if (folder.id !== run.id || run.owner !== (folder.by?.owner ?? me)) return false;
  return folder.ended ? folder.startedAt === run.startedAt : run.state === 'running';
}

function seenInStore(
  { process, processStart, state, ...run }: KeptRun,
  folder: FolderStart | undefined,
  all: readonly KeptRun[],
  leases: readonly Lease[],
): SeenRun {
  const isShared = all.some((other) => other.id === run.id && other.key !== run.key);
  const by = { owner: run.owner, process, ...(processStart === undefined ? {} : { processStart }) };
  return {
    name: isShared ? run.key : run.id,
    ...run,
    state: state === 'running' && !isAtWork(run, by, leases) ? 'cut-off' : state,
    recorded: state === 'ended',
    ...(state === 'ended' ? {} : { by }),
    ...(folder === undefined ? {} : { folder: folder.path }),
  };
}

/** Where nobody can tell whether its process is there, a run is at work while it holds a pool: it took them before it began. */
function isAtWork(
  { id, owner }: Pick<KeptRun, 'id' | 'owner'>,
  by: RunProcess,
  leases: readonly Lease[],
): boolean {
  const liveness = livenessOf(by);
  if (liveness !== 'unknown') return liveness === 'alive';
  return leases.some(({ holder }) => holder.run === id && holder.owner === owner);
}

async function* keptEvidence(
  history: History | undefined,
  run: SeenRun,
  host: string | undefined,
): AsyncGenerator<EvidenceRecord> {
  let found = false;
  if (history !== undefined && run.key !== undefined) {
    for await (const record of history.evidence(run.key)) {
      if (host !== undefined && record.host !== host) continue;
      found = true;
      yield record;
    }
  }
  if (host !== undefined && !found) {
    throw new Problem('run-unknown', `run ${run.name} has no evidence of ${host}`, {
      wayOut: `vipfarm runs show ${run.name} says how each host ended`,
    });
  }
}
