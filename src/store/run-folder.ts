import { createHash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { RunEvent } from '../core/event.ts';
import { Problem } from '../core/problem.ts';
import type { RunSummary } from '../core/run-summary.ts';

/** What a run leaves behind: `plan.json`, `journal.jsonl`, `evidence/<host>.<moment>.txt`, `summary.json`. */
export interface RunFolder {
  readonly id: string;
  readonly path: string;
  /** Appends a line to the journal; it is written when this returns. */
  journal(event: RunEvent): void;
  /** Keeps a host's raw output. A failure is remembered, and never stops the run. */
  keep(host: string, moment: EvidenceMoment, text: string): void;
  writePlan(plan: unknown): void;
  /** Writes the summary and closes the journal. Says what could not be written in the whole run, if anything. */
  close(summary: RunSummary): Problem | undefined;
}

export type EvidenceMoment = 'before' | 'change' | 'after';

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
  const journal = openSync(join(path, 'journal.jsonl'), 'a', 0o600);
  const failures: unknown[] = [];
  // Files this small are written sooner than a thread could be told to.
  const write = (file: string, text: string): void => {
    try {
      writeFileSync(join(path, file), redact(text), { mode: 0o600 });
    } catch (cause) {
      failures.push(cause);
    }
  };
  return {
    id,
    path,
    journal(event) {
      try {
        writeSync(journal, `${redact(JSON.stringify({ at: new Date().toISOString(), ...event }))}\n`);
      } catch (cause) {
        failures.push(cause);
      }
    },
    keep: (host, moment, text) => write(join('evidence', `${fileName(host)}.${moment}.txt`), text),
    writePlan: (plan) => write('plan.json', `${JSON.stringify(plan, undefined, 2)}\n`),
    close(summary) {
      write('summary.json', `${JSON.stringify(summary, undefined, 2)}\n`);
      closeSync(journal);
      return failures.length === 0 ? undefined : notWritten(path, failures[0]);
    },
  };
}

function createFolder(root: string, wanted: string): { id: string; path: string } {
  try {
    mkdirSync(root, { recursive: true, mode: 0o700 });
    for (let attempt = 1; ; attempt += 1) {
      const id = attempt === 1 ? wanted : `${wanted}-${attempt}`;
      const path = join(root, id);
      if (!makeNew(path)) continue;
      mkdirSync(join(path, 'evidence'), { mode: 0o700 });
      return { id, path };
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

/** Names that are no file names get a digest, so that no two hosts share a file. */
function fileName(host: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,150}$/.test(host)) return host;
  const digest = createHash('sha256').update(host).digest('hex').slice(0, 12);
  return `${host.replace(/[^A-Za-z0-9._-]/g, '_').slice(0, 100)}-${digest}`;
}
