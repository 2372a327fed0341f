import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Farm } from './farm.ts';

/** How a command of vipfarm ended that was watched by the journal it writes. */
export interface WatchedEnd {
  /** Undefined when it did not come so far as to have one. */
  readonly run: string | undefined;
  readonly hasPlan: boolean;
  readonly journal: readonly string[];
  /** What ended it from outside; undefined when it came to an end of its own. */
  readonly signal: NodeJS.Signals | undefined;
  readonly exitCode: number | undefined;
  readonly printed: string;
}

export interface Moment {
  isReached(journal: readonly string[]): boolean;
  readonly milliseconds: number;
}

/** The program at work. */
export interface Watched {
  /** kill -9 of the one process. */
  kill(): void;
  readonly hasEnded: boolean;
}

/**
 * Starts vipfarm, does `deed` some milliseconds after its journal has come so far, and waits for its end. The deed is not
 * done when the program has ended before.
 */
export async function runAndMeddle(
  farm: Farm,
  argv: readonly string[],
  moment: Moment,
  deed: (watched: Watched) => Promise<unknown> | unknown,
): Promise<WatchedEnd & { readonly wasDone: boolean }> {
  const known = new Set(await listRuns(farm));
  const child = farm.launchVipfarm(argv);
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', (text: string) => {
      printed += text;
    });
  }
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const watched: Watched = {
    kill: () => child.kill('SIGKILL'),
    get hasEnded() {
      return child.exitCode !== null || child.signalCode !== null;
    },
  };
  const newRun = async () => (await listRuns(farm)).find((run) => !known.has(run));
  const journal = async () => readLines(farm, await newRun(), 'journal.jsonl');
  while (!watched.hasEnded && !moment.isReached(await journal())) await wait(10);
  await wait(moment.milliseconds);
  const wasDone = !watched.hasEnded;
  if (wasDone) await deed(watched);
  await ended;
  const run = await newRun();
  return {
    wasDone,
    run,
    hasPlan: (await readLines(farm, run, 'plan.json')).length > 0,
    journal: await journal(),
    signal: child.signalCode ?? undefined,
    exitCode: child.exitCode ?? undefined,
    printed,
  };
}

async function listRuns(farm: Farm): Promise<readonly string[]> {
  return readdir(farm.runs).catch(() => []);
}

async function readLines(farm: Farm, run: string | undefined, file: string): Promise<readonly string[]> {
  if (run === undefined) return [];
  const text = await readFile(join(farm.runs, run, file), 'utf8').catch(() => '');
  return text.split('\n').filter((line) => line !== '');
}
