import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunProcess } from '../core/run-process.ts';
import type { SeenRun } from '../core/seen-run.ts';
import { isGone } from './operator.ts';
import { readSummary } from './read-runs.ts';

/** What the beginning of a run's files says; cheap, however many hosts the run had. */
export interface FolderStart {
  readonly id: string;
  readonly path: string;
  /** Undefined when nothing could be written. */
  readonly verb: string | undefined;
  readonly startedAt: string | undefined;
  /** False for a run that was cut off, or goes on. */
  readonly ended: boolean;
  /** Who carries out a run without an end; undefined when nothing could be written. */
  readonly by: RunProcess | undefined;
}

export async function readFolderStart(root: string, id: string): Promise<FolderStart> {
  const path = join(root, id);
  const summary = await headOf(join(path, 'summary.json'));
  const startedAt = /"startedAt": "([^"]+)"/.exec(summary)?.[1];
  const verb = /"verb": "([^"]+)"/.exec(summary)?.[1];
  if (startedAt !== undefined) return { id, path, verb, startedAt, ended: true, by: undefined };
  const journal = await headOf(join(path, 'journal.jsonl'));
  return {
    id,
    path,
    verb: /"verb":"([^"]+)"/.exec(journal)?.[1],
    startedAt: /"at":"([^"]+)"/.exec(journal)?.[1],
    ended: false,
    by: processIn(journal),
  };
}

const processWritten = /"by":(\{"owner":"(?:[^"\\]|\\.)*","process":\d+(?:,"processStart":"[^"\\]*")?\})/;

function processIn(journal: string): RunProcess | undefined {
  const [, by] = processWritten.exec(journal) ?? [];
  return by === undefined ? undefined : (JSON.parse(by) as RunProcess);
}

/** A run that only its folder knows. Without an end it goes on, unless its process is surely gone. */
export async function runInFolder(root: string, start: FolderStart): Promise<SeenRun> {
  const { id, path, verb, startedAt, by } = start;
  const summary = start.ended ? await readSummary(root, id) : undefined;
  const counts: Record<string, number> = {};
  for (const { outcome } of summary?.hosts ?? []) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return {
    name: id,
    id,
    state: summary !== undefined ? 'ended' : by === undefined || isGone(by) ? 'cut-off' : 'running',
    recorded: false,
    ...(by === undefined ? {} : { owner: by.owner, by }),
    ...(verb === undefined ? {} : { verb }),
    pools: summary?.pools ?? [],
    ...(startedAt === undefined ? {} : { startedAt }),
    ...(summary === undefined ? {} : { endedAt: summary.endedAt }),
    ...(summary?.exitCode === undefined ? {} : { exitCode: summary.exitCode }),
    counts,
    folder: path,
  };
}

const headBytes = 1024;

async function headOf(path: string): Promise<string> {
  try {
    await using file = await open(path);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } catch {
    return '';
  }
}
