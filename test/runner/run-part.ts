import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname } from 'node:path';
import process from 'node:process';
import { missing } from '../prerequisites.ts';
import type { Part } from './part.ts';
import { describeTally, type FileTally, sum, type Tally } from './tally.ts';

/** Files that take longer than this are named as they end, so that a long part shows that it moves. */
const slowFileSeconds = 10;

/** How a run of parts goes about it. */
export interface Manner {
  /** False in continuous integration: there a skipped part or test has failed. */
  readonly mayBeSkipped: boolean;
  readonly say: (line: string) => void;
}

interface Ending {
  readonly ok: boolean;
  readonly output: string;
  readonly files: readonly FileTally[];
}

/** Runs one part and says how it went: one line when all is well, its whole output when not. */
export async function runPart(part: Part, manner: Manner): Promise<Tally> {
  const reason = missing(...part.needs);
  if (reason !== undefined) return skip(part.name, reason, manner);
  const start = Date.now();
  const ending = await carryOut(part, manner);
  const tally = judge(ending, manner);
  if (tally.failed > 0) manner.say(ending.output);
  const seconds = Math.round((Date.now() - start) / 1000);
  manner.say(`${part.name.padEnd(16)} ${describeTally(tally)}  ${seconds} s`);
  for (const name of ending.files.flatMap((file) => file.skippedNames)) manner.say(`  skipped: ${name}`);
  return tally;
}

function skip(name: string, reason: string, manner: Manner): Tally {
  manner.say(`skipped ${name}: ${reason}`);
  return inManner({ passed: 0, failed: 0, skipped: 1 }, manner);
}

/** A script that reports no files counts as one test: its exit code. A failure that no test shows counts as one, too. */
function judge(ending: Ending, manner: Manner): Tally {
  const counted = sum(ending.files);
  if (!ending.ok && counted.failed === 0) return inManner({ ...counted, failed: 1 }, manner);
  if (ending.files.length === 0) return { passed: 1, failed: 0, skipped: 0 };
  return inManner(counted, manner);
}

function inManner(tally: Tally, manner: Manner): Tally {
  return manner.mayBeSkipped ? tally : { ...tally, failed: tally.failed + tally.skipped, skipped: 0 };
}

async function carryOut(part: Part, manner: Manner): Promise<Ending> {
  const files: FileTally[] = [];
  const chunks: Buffer[] = [];
  const child = spawn(part.node, [...part.script], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...process.env, PATH: `${dirname(part.node)}:${process.env['PATH'] ?? ''}` },
    timeout: part.limit * 60_000,
  });
  child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.on('message', (file: FileTally) => {
    files.push(file);
    if (file.seconds > slowFileSeconds) {
      manner.say(`  ${file.file}  ${describeTally(file)}  ${Math.round(file.seconds)} s`);
    }
  });
  // The last messages may come after the output has ended, so both ends are waited for.
  await Promise.all([once(child, 'close'), once(child, 'disconnect')]);
  if (child.signalCode !== null) chunks.push(Buffer.from(`${part.name} was ended by ${child.signalCode}\n`));
  return { ok: child.exitCode === 0, output: Buffer.concat(chunks).toString(), files };
}
