import { exitCodes } from '../core/outcome.ts';
import { Problem } from '../core/problem.ts';
import { runLines, runText } from '../reporting/runs-text.ts';
import type { EvidenceRecord } from '../store/evidence.ts';
import { exportEvidence } from '../store/export-evidence.ts';
import { evidenceOf, listRuns, readSummary } from '../store/read-runs.ts';
import { runsRoot } from '../store/runs-root.ts';
import { textOf, wantsJson } from './arguments.ts';
import type { Arguments, CommandBody, Surroundings } from './command.ts';
import { showJson, showText } from './show.ts';

/** `vipfarm runs list|show|evidence`: what has been done, and the raw output that shows it. */
export const run: CommandBody = async (args, surroundings) => {
  const root = runsRoot(surroundings.environment);
  const inJson = wantsJson(args);
  switch (textOf(args, 'action')) {
    case 'show': {
      const id = chosenRun(args);
      const summary = await readSummary(root, id);
      if (inJson) showJson({ id, summary: summary ?? null }, surroundings);
      else showText(runText(id, summary), surroundings);
      break;
    }
    case 'evidence':
      await giveEvidence(root, chosenRun(args), args, surroundings);
      break;
    case 'list': {
      const ids = await listRuns(root);
      const runs = await Promise.all(ids.map(async (id) => ({ id, summary: await readSummary(root, id) })));
      if (inJson) showJson({ root, runs }, surroundings);
      else showText(runLines(runs), surroundings);
      break;
    }
    default:
      throw new Problem('usage', `runs cannot ${textOf(args, 'action')}`, {
        wayOut: 'it can list, show, evidence',
      });
  }
  return exitCodes.ok;
};

function chosenRun(args: Arguments): string {
  const id = textOf(args, 'run');
  if (id !== undefined) return id;
  throw new Problem('usage', 'which run?', { wayOut: 'vipfarm runs list shows their names' });
}

/** What is attached to a change ticket: printed one after the other, or written into a folder, a file for each host. */
async function giveEvidence(
  root: string,
  id: string,
  args: Arguments,
  surroundings: Surroundings,
): Promise<void> {
  const records = evidenceOf(root, id, textOf(args, 'host'));
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
}

async function gather(records: AsyncIterable<EvidenceRecord>): Promise<readonly EvidenceRecord[]> {
  const gathered: EvidenceRecord[] = [];
  for await (const record of records) gathered.push(record);
  return gathered;
}
