import pLimit from 'p-limit';
import type { HostResult } from '../core/outcome.ts';
import { asProblem, describeProblem } from '../core/problem.ts';
import type { Batch } from '../core/rollout.ts';
import type { Pool } from '../inventory/fleet.ts';
import { askHook, type HostHook } from './ask-hook.ts';
import type { Conditions } from './conditions.ts';
import type { Ledger } from './ledger.ts';
import type { RolloutMeans } from './rollout-means.ts';
import type { InService } from './serving-members.ts';
import { type MovedHost, takeBack } from './take-back.ts';

/** Why hosts are taken back, and what counts them. */
export interface Retreat {
  readonly why: string;
  /** All of the run: a host is taken back with the hooks of its own. */
  readonly batches: readonly Batch[];
  readonly inService: InService;
  readonly ledger: Ledger;
}

/**
 * Takes back many, each settled in the ledger. Members in service leave it first, as for any change: with the hooks of
 * their pool, and no more of them at once than keepInService allows. Those that are out come first, and may serve again.
 * When the lease is lost, somebody else may change the pool: the others stay as they are, and are named to the caller.
 */
export async function takeBackAll(
  hosts: readonly MovedHost[],
  retreat: Retreat,
  means: RolloutMeans,
  conditions: Conditions,
): Promise<readonly string[]> {
  const left: string[] = [];
  const outFirst = hosts.toSorted((a, b) => Number(isServing(a)) - Number(isServing(b)));
  const limit = pLimit(conditions.fanout);
  await limit.map(outFirst, async (moved) => {
    const end = await takeBackOne(moved, retreat, means, conditions);
    if (end === undefined) left.push(moved.host.name);
    else retreat.ledger.settle(end.result);
    retreat.inService.putBack(moved.host.name, end?.serves === false ? 'all' : []);
  });
  return left;
}

/** How taking one back ended, and whether it serves its pools as before; undefined when it was left as it is. */
type End = { readonly result: HostResult; readonly serves: boolean } | undefined;

function isServing({ result }: MovedHost): boolean {
  return result.outcome === 'changed';
}

async function takeBackOne(
  moved: MovedHost,
  { why, batches, inService }: Retreat,
  means: RolloutMeans,
  conditions: Conditions,
): Promise<End> {
  const { name } = moved.host;
  const { lost } = means.hold;
  if (!(await inService.takeOut(name, lost))) {
    if (lost.aborted) return undefined;
    const tooFew = 'too few members are in service to take another one out (keepInService)';
    return { result: notTakenBack(name, why, tooFew), serves: true };
  }
  const index = batches.findIndex(({ hosts }) => hosts.includes(name));
  const batch = batches[index];
  const pool = means.fleet.pools.get(batch?.pool ?? '');
  const { brings, takes } = moved.movement;
  // Where no VIP moves nothing is interrupted, and without a journal nothing is sent that a hook would have to prepare.
  const isQuiet = brings.length + takes.length === 0 || conditions.run.lost() !== undefined;
  if (batch === undefined || pool === undefined || isQuiet || Object.keys(batch.hooks).length === 0) {
    const result = await takeBack(moved, why, means, conditions);
    return { result, serves: result.outcome === 'rolled-back' };
  }
  return await takeBackWithHooks(moved, why, { batch, number: index + 1, pool }, means, conditions);
}

/** Runs a hook of the host; what went wrong with it, if anything did. */
type Ask = (hook: HostHook) => Promise<string | undefined>;

async function takeBackWithHooks(
  moved: MovedHost,
  why: string,
  { batch, number, pool }: { readonly batch: Batch; readonly number: number; readonly pool: Pool },
  means: RolloutMeans,
  conditions: Conditions,
): Promise<End> {
  const { host, movement } = moved;
  try {
    await using session = await conditions.connect(host, new AbortController().signal);
    const ask: Ask = (hook) =>
      askHook(hook, batch.hooks, { pool, batch: number, host, session }, means, conditions);
    const refusal = isServing(moved) ? await leaveService(ask) : undefined;
    if (refusal !== undefined) return { result: notTakenBack(host.name, why, refusal), serves: false };
    const result = await takeBack(moved, why, means, conditions);
    if (result.outcome !== 'rolled-back') return { result, serves: false };
    const hasNone = pool.vips.every(({ address }) => movement.brings.includes(address));
    const failure = await comeBack(ask, hasNone);
    if (failure === undefined) return { result, serves: true };
    const reason = `${why}; it was taken back, but ${failure}`;
    return { result: { host: host.name, outcome: 'failed', reason }, serves: false };
  } catch (thrown) {
    const problem = asProblem(thrown);
    const reason = `${why}; it could not be taken back: ${describeProblem(problem)}`;
    return { result: { host: host.name, outcome: 'unknown', reason, problem }, serves: false };
  }
}

/** Why it does not; undefined when it has left. */
async function leaveService(ask: Ask): Promise<string | undefined> {
  const drained = await ask('drain');
  if (drained !== undefined) return drained;
  const ready = await ask('before');
  if (ready === undefined) return undefined;
  const back = await ask('undrain');
  return back === undefined ? ready : `${ready}; and it is still drained: ${back}`;
}

/** As with a removal, a host that has no VIP of the pool any more is not sent back into its service. */
async function comeBack(ask: Ask, hasNone: boolean): Promise<string | undefined> {
  const failure = await ask('after');
  if (failure !== undefined || hasNone) return failure;
  return (await ask('undrain')) ?? (await ask('inService'));
}

function notTakenBack(host: string, why: string, reason: string): HostResult {
  return { host, outcome: 'failed', reason: `${why}; it was not taken back: ${reason}` };
}
