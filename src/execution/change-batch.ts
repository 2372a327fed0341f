import pLimit from 'p-limit';
import type { Acceptance, Claim, SegmentReport } from '../core/network.ts';
import type { HostResult } from '../core/outcome.ts';
import type { Plan } from '../core/plan.ts';
import type { Batch, Hook } from '../core/rollout.ts';
import type { Step } from '../core/step.ts';
import type { Pool } from '../inventory/fleet.ts';
import { isRefusal } from '../planning/rollout/gate.ts';
import { movementOf } from '../planning/take-back.ts';
import { acceptMembers } from './accept-members.ts';
import { type KnownHosts, tellingTime } from './answer-claim.ts';
import { changeMember } from './change-member.ts';
import type { Conditions } from './conditions.ts';
import { guardNetwork } from './guard-network.ts';
import type { RolloutMeans } from './rollout-means.ts';
import type { ReadyHost } from './survey-hosts.ts';

export interface BatchOrder {
  readonly batch: Batch;
  readonly number: number;
  readonly of: number;
  /** No new host is begun once more than this have failed. */
  readonly mayFail: number;
  readonly verb: Plan['verb'];
}

/** What the batches of a run share. */
export interface BatchState extends KnownHosts {
  readonly ready: ReadonlyMap<string, ReadyHost>;
  readonly steps: ReadonlyMap<string, readonly Step[]>;
}

const outOfService = 'too few members are in service to take another one out (keepInService)';

export interface BatchEnd {
  /** Of those who must not answer. */
  readonly claims: readonly Claim[];
  readonly acceptances: readonly Acceptance[];
  readonly objections: readonly string[];
  readonly report: SegmentReport | undefined;
}

/**
 * Changes the hosts of one batch while the network is watched. The watch goes on through the pause behind it, which is
 * left out where the gate will stay shut anyway.
 */
export async function changeBatch(
  { batch, number, of, mayFail, verb }: BatchOrder,
  state: BatchState,
  means: RolloutMeans,
  conditions: Conditions,
): Promise<BatchEnd> {
  const { ready, steps, inService, ledger, ended, moved, drained } = state;
  conditions.announce({ kind: 'batch-started', batch: number, of, pool: batch.pool, hosts: batch.hosts });
  const pool = means.fleet.pools.get(batch.pool);
  const refusal = await askAround('beforeBatch', batch, number, pool, means, conditions);
  if (refusal !== undefined) {
    return { claims: [], acceptances: [], objections: [refusal], report: undefined };
  }
  const stop = new AbortController();
  const inBatch = { ...conditions, signal: AbortSignal.any([conditions.signal, stop.signal]) };
  const objections = new Set<string>();
  const failedBefore = ledger.failed;
  /** No host may be let in between a failure and its consequence, so nobody is put back before this. */
  function settle(result: HostResult): void {
    ledger.settle(result);
    const failed = ledger.failed - failedBefore;
    if (failed > mayFail || conditions.run.lost() !== undefined) stop.abort();
  }
  const guard = await guardNetwork(
    { ...state, settle, vips: vipsOf(batch, ready), stop: () => stop.abort() },
    means,
    conditions,
  );
  const limit = pLimit(conditions.fanout);
  await limit.map(batch.hosts, async (name) => {
    const waiting = ready.get(name);
    if (waiting === undefined || inBatch.signal.aborted) return;
    if (!(await inService.takeOut(name, inBatch.signal))) {
      if (!inBatch.signal.aborted) objections.add(outOfService);
      return;
    }
    const leaves = verb === 'remove';
    const accusation = guard.accusationOf(name);
    const turn = { batch, number, ready: waiting, steps: steps.get(name) ?? [], leaves, accusation };
    const { result, serves, touched } = await changeMember(turn, means, inBatch);
    if (touched) {
      const { host, desired, reading } = waiting;
      moved.set(name, { host, desired, movement: movementOf(desired, reading.observed), result });
    }
    if (batch.hooks.drain !== undefined && (leaves || !serves)) drained.add(name);
    settle(result);
    ended.set(name, conditions.clock.now());
    await guard.answerClaims();
    // One that is taken back meanwhile stands where that puts it.
    if (!touched || moved.has(name)) inService.putBack(name, serves ? (leaves ? [batch.pool] : []) : 'all');
  });
  const isChanged = (name: string): boolean => ledger.of([name])[0]?.outcome === 'changed';
  const changed = batch.hosts.filter(isChanged).flatMap((name) => ready.get(name) ?? []);
  const acceptances =
    means.segment === undefined ? [] : await acceptMembers(changed, means.fleet, means.segment, conditions);
  const failure = await askAround('afterBatch', batch, number, pool, means, conditions);
  if (failure !== undefined) objections.add(failure);
  await guard.wait(untilTold(batch, state, conditions.clock.now()), conditions.signal);
  const isStopped = objections.size > 0 || acceptances.some(isRefusal);
  if (number < of && !isStopped) await guard.wait(batch.pause, inBatch.signal);
  const seen = await guard.stop();
  // What was asked of a host that was taken back meanwhile has lost its meaning.
  const standing = acceptances.filter(({ host }) => isChanged(host));
  return { ...seen, acceptances: standing, objections: [...objections] };
}

/** Milliseconds until answers of excused hosts would be told that were given after they were changed. */
function untilTold({ hosts }: Batch, { excuses, ended }: KnownHosts, now: number): number {
  const ends = hosts.flatMap((host) => (excuses.members.has(host) ? (ended.get(host) ?? []) : []));
  return ends.length === 0 ? 0 : Math.max(...ends) + 2 * tellingTime - now;
}

function vipsOf({ hosts }: Batch, ready: ReadonlyMap<string, ReadyHost>) {
  const all = hosts.flatMap((host) => {
    const desired = ready.get(host)?.desired;
    return desired === undefined ? [] : [...desired.present, ...desired.absent];
  });
  return [...new Map(all.map((vip) => [vip.address, vip])).values()];
}

/** What a hook around the batch failed with; undefined when there is none, or it did not fail. */
async function askAround(
  name: 'beforeBatch' | 'afterBatch',
  batch: Batch,
  number: number,
  pool: Pool | undefined,
  means: RolloutMeans,
  conditions: Conditions,
): Promise<string | undefined> {
  const hook: Hook | undefined = batch.hooks[name];
  if (hook === undefined || pool === undefined) return undefined;
  const { ok, output, detail } = await means.runHook(hook, { pool, run: conditions.run.id, batch: number });
  conditions.run.keep(batch.pool, 'hook', `${name}:\n${output}`);
  conditions.announce({ kind: 'hook-ended', hook: name, ok, detail });
  return ok ? undefined : `the hook ${name} failed: ${detail}`;
}
