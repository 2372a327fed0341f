import { fork } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { simulate } from './simulate.ts';

/** Seeds that are played in one go. */
const chunk = 500;

/**
 * `SEED=4711 npx tsx test/simulation/run.ts --verbose` tells one night. `SEEDS=1000000 npx tsx test/simulation/run.ts`
 * plays that many, from FROM on, on all processors; with PROGRESS=FILE it goes on where it was ended.
 */
const one = process.env['SEED'];
if (process.argv.includes('player')) process.on('message', (first: number) => void playChunk(first));
else if (one !== undefined) await playOne(Number(one));
else await playMany(Number(process.env['FROM'] ?? 1), Number(process.env['SEEDS'] ?? 10_000));

async function playOne(seed: number): Promise<void> {
  const { stories, violations, events } = await simulate(seed, process.argv.includes('--verbose'));
  for (const line of stories) console.log(line);
  console.log(violations.join('\n') || `seed ${seed}: ${events} events, every invariant held`);
  process.exitCode = violations.length > 0 ? 1 : 0;
}

interface Played {
  readonly first: number;
  readonly events: number;
  readonly broken: readonly { readonly seed: number; readonly violation: string }[];
}

async function playChunk(first: number): Promise<void> {
  const broken: Played['broken'][number][] = [];
  let events = 0;
  for (let seed = first; seed < first + chunk; seed += 1) {
    const night = await simulate(seed);
    events += night.events;
    const [violation] = night.violations;
    if (violation !== undefined) broken.push({ seed, violation });
  }
  process.send?.({ first, events, broken } satisfies Played);
}

async function playMany(from: number, seeds: number): Promise<void> {
  const progress = process.env['PROGRESS'];
  const until = from + seeds;
  const begun = Date.now();
  const done = new Map(readProgress(progress).map((played) => [played.first, played]));
  const open = Array.from({ length: Math.ceil(seeds / chunk) }, (_, at) => from + at * chunk);
  const left = open.filter((first) => !done.has(first));
  await Promise.all(
    Array.from({ length: Math.min(availableParallelism(), left.length) }, () =>
      work(left, (played) => {
        done.set(played.first, played);
        for (const { seed, violation } of played.broken) console.log(`seed ${seed}: ${violation}`);
        if (progress !== undefined) writeFileSync(progress, JSON.stringify([...done.values()]));
      }),
    ),
  );
  const mine = open.flatMap((first) => done.get(first) ?? []);
  const broken = mine.flatMap((played) => played.broken).toSorted((a, b) => a.seed - b.seed);
  const events = mine.reduce((sum, played) => sum + played.events, 0);
  const seconds = Math.round((Date.now() - begun) / 1000);
  console.log(`seeds ${from} to ${until - 1}: ${events} events, ${broken.length} broken, ${seconds} s`);
  const [first] = broken;
  if (first !== undefined) console.log(`again: SEED=${first.seed} npx tsx test/simulation/run.ts --verbose`);
  process.exitCode = broken.length > 0 ? 1 : 0;
}

function readProgress(file: string | undefined): readonly Played[] {
  if (file === undefined) return [];
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return [];
  }
}

/** One process that plays chunk after chunk until none is left. */
function work(left: number[], hear: (played: Played) => void): Promise<void> {
  const child = fork(fileURLToPath(import.meta.url), ['player']);
  return new Promise((resolve, reject) => {
    const next = (): void => {
      const first = left.shift();
      if (first === undefined) child.disconnect();
      else child.send(first);
    };
    child.on('message', (played: Played) => {
      hear(played);
      next();
    });
    child.once('error', reject);
    child.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`a player ended with ${code}; run it again with PROGRESS`)),
    );
    next();
  });
}
