import { type ExitCode, exitCodes } from '../core/outcome.ts';
import { Problem } from '../core/problem.ts';
import { chainText, pruneText } from '../reporting/history-text.ts';
import { operator } from '../store/operator.ts';
import { chooseForPruning, momentBefore, pruneRuns } from '../store/prune-runs.ts';
import type { ChainFault, ChainReport, Store } from '../store/store.ts';
import { countOf, isSet, textOf, wantsJson } from './arguments.ts';
import type { Arguments, Surroundings } from './command.ts';
import type { Retrospect } from './past.ts';
import { showJson, showText } from './show.ts';

/** Takes old runs out. Without --yes it only says which. */
export async function pruneHistory(
  { past, store }: Retrospect,
  args: Arguments,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const { history } = needed(store);
  const now = Date.now();
  const age = textOf(args, 'older-than');
  if (age === undefined) {
    throw new Problem('usage', 'how old must a run be to be pruned?', {
      wayOut: 'vipfarm runs prune --older-than 90d',
    });
  }
  const rule = { before: momentBefore(now, age), keep: countOf(args, 'keep', 0) ?? 0 };
  const chosen = chooseForPruning(await past.list(), rule);
  const isDone = isSet(args, 'yes') && chosen.length > 0;
  const link = isDone ? await pruneRuns(history, chosen, operator(), now) : undefined;
  const exitCode = isDone || chosen.length === 0 ? exitCodes.ok : exitCodes.pending;
  const runs = chosen.map((run) => run.name);
  if (wantsJson(args)) showJson({ exitCode, pruned: isDone, runs, link: link ?? null }, surroundings);
  else showText(pruneText(chosen, link), surroundings);
  return exitCode;
}

/** Walks the chain of the runs. */
export async function verifyHistory(
  { store }: Retrospect,
  args: Arguments,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const { history, place } = needed(store);
  const { links, ...report } = await history.verify();
  const faults = [...report.faults, ...faultOfAnchor(textOf(args, 'anchor'), links)];
  const exitCode = faults.length === 0 ? exitCodes.ok : exitCodes.pending;
  const told = { ...report, faults, database: place, newest: report.newest ?? null, exitCode };
  if (wantsJson(args)) showJson(told, surroundings);
  else showText(chainText(told), surroundings);
  return exitCode;
}

/** Somebody who can write to the database can write the whole chain anew, but not with a link that was kept elsewhere. */
function faultOfAnchor(anchor: string | undefined, links: ChainReport['links']): readonly ChainFault[] {
  if (anchor === undefined || links.some(({ link }) => link === anchor.trim())) return [];
  return [{ position: 0, kind: 'missing', what: 'the anchor is no link of this chain: it was written anew' }];
}

function needed(store: Store | undefined): Store {
  if (store !== undefined) return store;
  throw new Problem('store-unusable', 'the history cannot be opened');
}
