import { type ExitCode, exitCodes } from '../core/outcome.ts';
import { Problem } from '../core/problem.ts';
import type { RunMemory } from '../core/run-memory.ts';
import type { SummarizedHost } from '../core/run-summary.ts';
import type { SeenRun } from '../core/seen-run.ts';
import { diffText, runLines, runText } from '../reporting/runs-text.ts';
import { compareRuns } from '../store/compare-runs.ts';
import type { EvidenceRecord } from '../store/evidence.ts';
import { exportEvidence } from '../store/export-evidence.ts';
import type { Past } from '../store/look-back.ts';
import { textOf, wantsJson } from './arguments.ts';
import type { Arguments, CommandBody, Surroundings } from './command.ts';
import { lookBackFrom, type Retrospect } from './past.ts';
import { pruneHistory, verifyHistory } from './runs-keeping.ts';
import { showJson, showText } from './show.ts';

type Action = (retrospect: Retrospect, args: Arguments, surroundings: Surroundings) => Promise<ExitCode>;

/** `vipfarm runs`: what has been done, the raw output that shows it, and whether that is still what was written. */
export const run: CommandBody = async (args, surroundings) => {
  const action = actions[textOf(args, 'action') ?? ''];
  if (action === undefined) {
    throw new Problem('usage', `runs cannot ${textOf(args, 'action')}`, {
      wayOut: `it can ${Object.keys(actions).join(', ')}`,
    });
  }
  await using retrospect = await lookBackFrom(args, surroundings);
  return await action(retrospect, args, surroundings);
};

const actions: Readonly<Record<string, Action>> = {
  list: listRuns,
  show: showRun,
  diff: diffRuns,
  evidence: giveEvidence,
  prune: pruneHistory,
  verify: verifyHistory,
};

async function listRuns(
  { past, root, store }: Retrospect,
  args: Arguments,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const runs = await past.list();
  if (wantsJson(args)) showJson({ root, database: store?.place ?? null, runs }, surroundings);
  else showText(runLines(runs), surroundings);
  return exitCodes.ok;
}

async function showRun({ past }: Retrospect, args: Arguments, surroundings: Surroundings): Promise<ExitCode> {
  const found = await past.find(chosenRun(args, 'run'));
  const hosts = await past.hosts(found);
  const memory = found.state === 'running' ? undefined : await past.memory(found);
  const journal = found.state === 'cut-off' && memory !== undefined ? { journal: told(memory) } : {};
  const unreadable = memory === undefined ? {} : { unreadable: memory.unreadable };
  if (wantsJson(args))
    showJson({ run: found, hosts: hosts ?? null, ...journal, ...unreadable }, surroundings);
  else showText(runText(found, hosts, memory), surroundings);
  return exitCodes.ok;
}

/** What the journal says of each host, as plain data. */
function told(memory: RunMemory): unknown {
  return [...memory.hosts].map(([host, { outcome, changes }]) => ({
    host,
    outcome: outcome ?? null,
    changes: changes.map((change) => ({ ...change, steps: Object.fromEntries(change.steps) })),
  }));
}

async function diffRuns(
  { past }: Retrospect,
  args: Arguments,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const before = await past.find(chosenRun(args, 'run'));
  const after = await past.find(chosenRun(args, 'other'));
  const hosts = compareRuns(await hostsAtEnd(past, before), await hostsAtEnd(past, after));
  const exitCode = hosts.length === 0 ? exitCodes.ok : exitCodes.pending;
  const told = { before: before.name, after: after.name, exitCode, hosts };
  if (wantsJson(args)) showJson(told, surroundings);
  else showText(diffText(told), surroundings);
  return exitCode;
}

/** @throws Problem usage for a run without an end, of which nobody knows what it found */
async function hostsAtEnd(past: Past, run: SeenRun): Promise<readonly SummarizedHost[]> {
  const hosts = await past.hosts(run);
  if (run.state === 'ended' && hosts !== undefined) return hosts;
  const why = run.state === 'running' ? 'is still going on' : 'came to no end';
  throw new Problem('usage', `run ${run.name} ${why}, so there is nothing to compare`, {
    wayOut: `vipfarm runs show ${run.name}`,
  });
}

/** What is attached to a change ticket: printed one after the other, or written into a folder, a file for each host. */
async function giveEvidence(
  { past }: Retrospect,
  args: Arguments,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const found = await past.find(chosenRun(args, 'run'));
  const id = found.name;
  const records = past.evidence(found, textOf(args, 'other'));
  const folder = textOf(args, 'to');
  if (folder !== undefined) {
    const files = await exportEvidence(records, folder);
    if (wantsJson(args)) showJson({ id, files }, surroundings);
    else showText(`${files.length} ${files.length === 1 ? 'file' : 'files'} in ${folder}\n`, surroundings);
  } else if (wantsJson(args)) {
    showJson({ id, records: await gather(records) }, surroundings);
  } else {
    for await (const { host, moment, at, text } of records) {
      surroundings.stdout.write(`==== ${id}  ${host}  ${moment}  ${at}\n${text.trim()}\n\n`);
    }
  }
  return exitCodes.ok;
}

function chosenRun(args: Arguments, name: 'run' | 'other'): string {
  const id = textOf(args, name);
  if (id !== undefined) return id;
  throw new Problem('usage', name === 'run' ? 'which run?' : 'which other run?', {
    wayOut: 'vipfarm runs list shows their names',
  });
}

async function gather(records: AsyncIterable<EvidenceRecord>): Promise<readonly EvidenceRecord[]> {
  const gathered: EvidenceRecord[] = [];
  for await (const record of records) gathered.push(record);
  return gathered;
}
