import { announceTo } from '../core/event.ts';
import { foldNames } from '../core/fold-names.ts';
import { type ExitCode, exitCodeOfProblem, exitCodes, highestExitCode } from '../core/outcome.ts';
import type { PlannedPool } from '../core/plan.ts';
import { describeProblem, Problem } from '../core/problem.ts';
import { followRun, lastKnown } from '../core/run-memory.ts';
import type { RunSummary, SummarizedHost } from '../core/run-summary.ts';
import type { Conditions } from '../execution/conditions.ts';
import { wallClock } from '../execution/wall-clock.ts';
import type { Fleet, Host, Pool } from '../inventory/fleet.ts';
import { loadFleet } from '../inventory/load-fleet.ts';
import { selectHosts } from '../inventory/select-hosts.ts';
import { platforms } from '../platforms/index.ts';
import { quitText } from '../reporting/quit-text.ts';
import { askHidden } from '../secrets/ask-hidden.ts';
import { openSecrets } from '../secrets/secrets.ts';
import { thisProcess } from '../store/operator.ts';
import { type ClosedRun, openRunFolder } from '../store/run-folder.ts';
import { runsRoot } from '../store/runs-root.ts';
import type { Store } from '../store/store.ts';
import { openTransports } from '../transports/open-transports.ts';
import { tellSession } from '../transports/tell-session.ts';
import { countOf, isSet, textOf } from './arguments.ts';
import type { Arguments, Surroundings } from './command.ts';
import { inventoryFile } from './inventory-file.ts';
import { namedHosts, openHistoryLater } from './run-history.ts';
import { openView, type View } from './views.ts';

/** Everything a verb that contacts hosts works with; put together once, from the arguments and the process. */
export interface Workshop extends AsyncDisposable {
  readonly verb: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly fleet: Fleet;
  readonly pools: readonly Pool[];
  readonly hosts: readonly Host[];
  readonly conditions: Conditions;
  readonly view: View;
  /** Where leases and history are kept; opened when it is first asked for. @throws Problem store-unusable */
  store(): Promise<Store>;
  /** What is about to end the run unfinished: its summary says so of each host without an end. */
  failed(problem: Problem): void;
  /**
   * Closes the run with its summary. The exit code is raised when the run was interrupted, or something could not be written,
   * and that is said.
   */
  finish(exitCode: ExitCode, hosts: readonly SummarizedHost[]): Promise<ExitCode>;
}

/** What a run takes over from an earlier one, or from a plan that was saved. */
export interface EarlierPart {
  /** The run that it finishes or takes back. */
  readonly continues?: string;
  /** It is about these hosts and no others. */
  readonly only?: ReadonlySet<string>;
  /** Those of them that the earlier run left in need of it; they may not just be gone from the inventory. */
  readonly needed?: ReadonlySet<string>;
}

/** @throws Problem of the arguments, of the inventory, of the selection, or evidence-not-written: all before any host is contacted */
export async function openWorkshop(
  verb: string,
  poolNames: readonly string[],
  args: Arguments,
  surroundings: Surroundings,
  { continues, only, needed = new Set() }: EarlierPart = {},
): Promise<Workshop> {
  const fanout = countOf(args, 'fanout', 1) ?? 64;
  const fleet = await loadFleet(inventoryFile(args, surroundings));
  const { stderr, environment, signal, redactor } = surroundings;
  const root = runsRoot(environment);
  const history = openHistoryLater({ environment, database: textOf(args, 'database'), root });
  const limit = textOf(args, 'limit');
  const sets = limit?.includes('@') === true ? await namedHosts(history, root) : undefined;
  const selection = selectHosts(fleet, poolNames, limit, sets);
  const pools = selection.pools.map(({ pool }) => pool);
  const hosts = selection.hosts.filter(({ name }) => only?.has(name) ?? true);
  if (limit === undefined) refuseMissing(needed, hosts, fleet.file);
  const secrets = openSecrets({ environment, ask: askHidden(surroundings), redactor });
  const transports = openTransports({
    environment,
    secrets,
    hostNamed: (name) => fleet.hosts.get(name),
  });
  const startedAt = new Date();
  const run = openRunFolder({
    root,
    name: pools.length === 1 ? (pools[0]?.name ?? verb) : verb,
    now: startedAt,
    redact: (text) => redactor.redact(text),
  });
  const summary: Omit<RunSummary, 'endedAt' | 'hosts'> = {
    id: run.id,
    verb,
    startedAt: startedAt.toISOString(),
    pools: pools.map((pool) => pool.name),
  };
  let finished = false;
  let failure: Problem | undefined;
  /** What could not be kept, said; undefined when all was. */
  async function record({ summary: written, lost }: ClosedRun): Promise<Problem | undefined> {
    const unkept = await history.record(run.path, written);
    for (const problem of [lost, unkept]) {
      if (problem !== undefined) stderr.write(`vipfarm: ${describeProblem(problem)}\n`);
    }
    return lost ?? unkept;
  }
  const view = await openView(args, surroundings);
  const followed = followRun();
  const announce = announceTo([(event) => run.journal(event), followed.note, view.listener]);
  surroundings.onQuit(() => `\n${quitText(followed.memory)}`);
  const tell = isSet(args, 'verbose') ? (text: string) => stderr.write(text) : undefined;
  const interrupted = (): void => announce({ kind: 'interrupted' });
  signal.addEventListener('abort', interrupted, { once: true });
  announce({
    kind: 'run-started',
    run: run.id,
    verb,
    by: thisProcess(),
    hosts: hosts.map((host) => host.name),
    ...(continues === undefined ? {} : { continues }),
  });
  return {
    verb,
    startedAt: summary.startedAt,
    fleet,
    pools,
    hosts,
    view,
    store: history.open,
    conditions: {
      connect: async (host, abort) => {
        const session = await transports.connect(host, abort);
        return tell === undefined ? session : tellSession(session, tell);
      },
      platforms,
      run,
      announce,
      fanout,
      signal,
      clock: wallClock,
    },
    failed(problem) {
      failure = problem;
    },
    finish: async (ended, results) => {
      const exitCode = signal.aborted ? highestExitCode([ended, exitCodes.interrupted]) : ended;
      signal.removeEventListener('abort', interrupted);
      announce({ kind: 'run-ended', run: run.id, exitCode });
      await view.end();
      finished = true;
      const closed = run.close({
        ...summary,
        exitCode,
        endedAt: new Date().toISOString(),
        hosts: results,
      });
      const unkept = await record(closed);
      return unkept === undefined ? exitCode : highestExitCode([exitCode, exitCodes.notWritten]);
    },
    async [Symbol.asyncDispose]() {
      signal.removeEventListener('abort', interrupted);
      await view.end();
      if (!finished) {
        const why = failure?.message.replaceAll(/\n\s*/g, ' ');
        const known = hosts.map(({ name }) => lastKnown(name, followed.memory, why));
        const code = failure === undefined ? {} : { exitCode: exitCodeOfProblem(failure) };
        await record(run.close({ ...summary, ...code, endedAt: new Date().toISOString(), hosts: known }));
      }
      await transports[Symbol.asyncDispose]();
      await history[Symbol.asyncDispose]();
    },
  };
}

/** The pools as plans and reports show them: each selected host under the first of its pools. */
export function poolsForDisplay({ pools, hosts }: Workshop): readonly PlannedPool[] {
  const left = new Set(hosts.map((host) => host.name));
  return pools.map((pool) => ({
    name: pool.name,
    vips: pool.vips,
    members: pool.members.filter((member) => left.delete(member)),
  }));
}

/** @throws Problem usage: nobody would go to a host that an earlier run has changed, and nobody would be told */
function refuseMissing(needed: ReadonlySet<string>, hosts: readonly Host[], file: string): void {
  const there = hosts.map(({ name }) => name);
  const missing = [...needed].filter((name) => !there.includes(name));
  if (missing.length === 0) return;
  const without =
    there.length === 0 ? '' : `, or leave them out in so many words: --limit ${there.join(',')}`;
  throw new Problem(
    'usage',
    `${foldNames(missing)}: that run left work there, and ${file} has no such member of its pools any more`,
    { wayOut: `put them back under members first${without}` },
  );
}
