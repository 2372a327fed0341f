import { closeSync, fdatasyncSync, mkdirSync, openSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hasteOf, type RunEvent } from '../core/event.ts';
import { Problem } from '../core/problem.ts';
import { redactJson } from '../core/redact-json.ts';
import type { RunSummary, SummarizedHost } from '../core/run-summary.ts';
import { type EvidenceMoment, recordText } from './evidence.ts';
import { openGrowingFile } from './growing-file.ts';

/** What a run leaves behind: `plan.json`, `journal.jsonl`, `evidence.txt`, `summary.json`. */
export interface RunFolder {
  readonly id: string;
  readonly path: string;
  /**
   * Appends a line to the journal, whole or not at all. It is written when this returns; when it is on the disk,
   * `hasteOf` says. A failure is remembered: whoever changes a host asks `lost` first.
   */
  journal(event: RunEvent): void;
  /** Keeps a host's raw output. A failure is remembered, and never stops the run. */
  keep(host: string, moment: EvidenceMoment, text: string): void;
  writePlan(plan: unknown): void;
  /** What could not be written so far, if anything. */
  lost(): Problem | undefined;
  /** Writes the summary and closes the journal. */
  close(summary: RunSummary): ClosedRun;
}

export interface ClosedRun {
  /** As it was written: secrets removed. */
  readonly summary: RunSummary;
  /** What could not be written in the whole run, if anything. */
  readonly lost: Problem | undefined;
}

/** The file that holds what the hosts said. */
export const evidenceName = 'evidence.txt';

export interface RunFolderOptions {
  /** The folder that holds all runs. */
  readonly root: string;
  readonly name: string;
  readonly now: Date;
  /** Takes secrets out of every text before it is written. */
  readonly redact: (text: string) => string;
}

/** @throws Problem evidence-not-written when there is no place to keep evidence: then no host is contacted */
export function openRunFolder({ root, name, now, redact }: RunFolderOptions): RunFolder {
  const { id, path } = createFolder(root, `${stamp(now)}-${name}`);
  const journal = openGrowingFile(join(path, 'journal.jsonl'));
  const evidence = openGrowingFile(join(path, evidenceName));
  const failures: unknown[] = [];
  // What is this small is written sooner than a thread could be told to.
  function attempt(write: () => void): void {
    try {
      write();
    } catch (cause) {
      failures.push(cause);
    }
  }
  let flushing: NodeJS.Immediate | undefined;
  /** Everything that was written so far. */
  function flush(): void {
    clearImmediate(flushing);
    flushing = undefined;
    journal.flush();
  }
  return {
    id,
    path,
    journal(event) {
      const line = redactJson(JSON.stringify({ at: new Date().toISOString(), ...event }), redact);
      attempt(() => {
        journal.append(Buffer.from(`${line}\n`));
        const haste = hasteOf(event);
        if (haste === 'first') flush();
        if (haste === 'soon') flushing ??= setImmediate(() => attempt(flush));
      });
    },
    keep(host, moment, text) {
      const at = new Date().toISOString();
      attempt(() => evidence.append(recordText({ host, moment, at, text: redact(text) })));
    },
    writePlan(plan) {
      const text = redactJson(`${JSON.stringify(plan, undefined, 2)}\n`, redact);
      attempt(() => writeWhole(join(path, 'plan.json'), [text]));
    },
    lost: () => (failures.length === 0 ? undefined : notWritten(path, failures[0])),
    close(summary) {
      const clean = redactSummary(summary, redact);
      attempt(() => writeWhole(join(path, 'summary.json'), summaryText(clean)));
      clearImmediate(flushing);
      journal.close();
      evidence.close();
      return { summary: clean, lost: failures.length === 0 ? undefined : notWritten(path, failures[0]) };
    },
  };
}

/** What names no secret stays the object that it is. */
function redactSummary({ hosts, ...head }: RunSummary, redact: (text: string) => string): RunSummary {
  return { ...redacted(head, redact), hosts: hosts.map((host) => redacted<SummarizedHost>(host, redact)) };
}

function redacted<T>(value: T, redact: (text: string) => string): T {
  const text = JSON.stringify(value);
  const clean = redactJson(text, redact);
  return clean === text ? value : (JSON.parse(clean) as T);
}

/** JSON with a host on each line, piece by piece: as one text that of 1,000 hosts would take 5 MB for a moment. */
function* summaryText({ hosts, ...head }: RunSummary): Generator<string> {
  yield `${JSON.stringify(head, undefined, 2).slice(0, -2)},\n  "hosts": [`;
  for (const [index, host] of hosts.entries()) yield `${index === 0 ? '' : ','}\n    ${JSON.stringify(host)}`;
  yield '\n  ]\n}\n';
}

/** Whole and on the disk, or not at all: a run that was cut off is finished by its plan. */
function writeWhole(path: string, pieces: Iterable<string>): void {
  const file = openSync(`${path}.new`, 'w', 0o600);
  try {
    for (const piece of pieces) writeFileSync(file, piece);
    fdatasyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(`${path}.new`, path);
}

function createFolder(root: string, wanted: string): { id: string; path: string } {
  try {
    mkdirSync(root, { recursive: true, mode: 0o700 });
    for (let attempt = 1; ; attempt += 1) {
      const id = attempt === 1 ? wanted : `${wanted}-${attempt}`;
      const path = join(root, id);
      if (makeNew(path)) return { id, path };
    }
  } catch (cause) {
    throw notWritten(root, cause);
  }
}

function makeNew(path: string): boolean {
  try {
    mkdirSync(path, { mode: 0o700 });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

function notWritten(path: string, cause: unknown): Problem {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new Problem('evidence-not-written', `evidence could not be written below ${path}: ${why}`, {
    wayOut: 'make room there, or set XDG_STATE_HOME to another place',
    cause,
  });
}

/** `20261122-2310` in local time, as people name a night. */
function stamp(now: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const date = `${now.getFullYear()}${two(now.getMonth() + 1)}${two(now.getDate())}`;
  return `${date}-${two(now.getHours())}${two(now.getMinutes())}`;
}
