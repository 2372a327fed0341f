import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { exitCodes } from '../core/outcome.ts';
import { Problem } from '../core/problem.ts';
import { runLines, runText } from '../reporting/runs-text.ts';
import { listEvidence, listRuns, readSummary } from '../store/read-runs.ts';
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
      await writeEvidence(root, chosenRun(args), inJson, surroundings);
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

/** One file after the other, each under its name: what is attached to a change ticket. */
async function writeEvidence(
  root: string,
  id: string,
  inJson: boolean,
  surroundings: Surroundings,
): Promise<void> {
  const files: { file: string; text: string }[] = [];
  for (const path of await listEvidence(root, id)) {
    const text = await readFile(path, 'utf8');
    if (inJson) files.push({ file: path, text });
    else surroundings.stdout.write(`==== ${id}  ${basename(path)}  ${path}\n${text.trim()}\n\n`);
  }
  if (inJson) showJson({ id, files }, surroundings);
}
