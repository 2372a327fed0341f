import pLimit from 'p-limit';
import { type Acceptance, type Claim, describeClaim, type SegmentReport } from '../core/network.ts';
import type { HostResult } from '../core/outcome.ts';
import type { Plan } from '../core/plan.ts';
import type { Batch, Hook } from '../core/rollout.ts';
import type { Step } from '../core/step.ts';
import type { Pool } from '../inventory/fleet.ts';
import { hasFailed } from '../planning/rollout/gate.ts';
import { isWrongAnswer, joinClaims } from '../planning/rollout/weigh-claims.ts';
import { movementOf } from '../planning/take-back.ts';
import { acceptMembers } from './accept-members.ts';
import { changeMember } from './change-member.ts';
import type { Conditions } from './conditions.ts';
import type { Ledger } from './ledger.ts';
import type { RolloutMeans } from './rollout-means.ts';
import type { InService } from './serving-members.ts';
import type { ReadyHost } from './survey-hosts.ts';
import { type MovedHost, takeBack } from './take-back.ts';
import { watchNetwork } from './watch-network.ts';

export interface BatchOrder {
  readonly batch: Batch;
  readonly number: number;
  readonly of: number;
  /** No new host is begun once more than this have failed. */
  readonly mayFail: number;
  readonly verb: Plan['verb'];
}

/** What the batches of a run share. */
export interface BatchState {
  /** Hosts of the run that have what can be taken back, in the order in which they were changed. */
  readonly moved: Map<string, MovedHost>;
  readonly ready: ReadonlyMap<string, ReadyHost>;
  readonly steps: ReadonlyMap<string, readonly Step[]>;
  readonly inService: InService;
  readonly ledger: Ledger;
  /** When a host's turn was over: milliseconds since 1970. */
  readonly ended: Map<string, number>;
}

/** Milliseconds that a witness may take to tell what it saw. */
const tellingTime = 3_000;

const outOfService = 'too few members are in service to take another one out (keepInService)';

export interface BatchEnd {
  /** Of those who must not answer. */
  readonly claims: readonly Claim[];
  readonly acceptances: readonly Acceptance[];
  readonly objections: readonly string[];
  readonly report: SegmentReport | undefined;
}

/** Changes the hosts of one batch while the network is watched. A member that answers for a VIP is taken back at once. */
export async function changeBatch(
  { batch, number, of, mayFail, verb }: BatchOrder,
  { ready, steps, inService, ledger, ended, moved }: BatchState,
  means: RolloutMeans,
  conditions: Conditions,
): Promise<BatchEnd> {
  conditions.announce({ kind: 'batch-started', batch: number, of, pool: batch.pool, hosts: batch.hosts });
  const pool = means.fleet.pools.get(batch.pool);
  const refusal = await askAround('beforeBatch', batch, number, pool, means, conditions);
  if (refusal !== undefined) {
    return { claims: [], acceptances: [], objections: [refusal], report: undefined };
  }
  const stop = new AbortController();
  const inBatch = { ...conditions, signal: AbortSignal.any([conditions.signal, stop.signal]) };
  const objections = new Set<string>();
  const accused = new Map<string, Claim>();
  const claims: Claim[] = [];
  /** A witness tells of an answer within a second or two: what comes later was given after the change. */
  const isExcused = ({ claimant }: Claim): boolean => {
    if (claimant.kind !== 'member' || !means.excused.has(claimant.host)) return false;
    const end = ended.get(claimant.host);
    return end === undefined || conditions.clock.now() < end + tellingTime;
  };
  const watch = await watchNetwork(
    means.segment,
    vipsOf(batch, ready),
    (claim) => {
      if (!isWrongAnswer(claim, means.fleet) || isExcused(claim)) return;
      claims.push(claim);
      if (claim.claimant.kind === 'unknown') stop.abort();
      if (claim.claimant.kind === 'member') accused.set(claim.claimant.host, claim);
    },
    conditions,
  );
  const failedBefore = ledger.count(hasFailed);
  /** No host may be let in between a failure and its consequence, so nobody is put back before this. */
  function settle(result: HostResult): void {
    ledger.settle(result);
    const failed = ledger.count(hasFailed) - failedBefore;
    if (failed > mayFail || conditions.run.lost() !== undefined) stop.abort();
  }
  /** Hosts whose own replies were seen are taken back, also those of this run that ended before. */
  async function answerClaims(): Promise<void> {
    for (const [host, claim] of accused) {
      const guilty = moved.get(host);
      if (guilty === undefined) continue;
      accused.delete(host);
      moved.delete(host);
      settle(await takeBack(guilty, describeClaim(claim), means, conditions));
      inService.putBack(
        host,
        ledger.of([host]).some(({ outcome }) => outcome === 'rolled-back') ? [] : 'all',
      );
    }
  }
  const isChanged = (name: string): boolean => ledger.of([name])[0]?.outcome === 'changed';
  const limit = pLimit(conditions.fanout);
  await limit.map(batch.hosts, async (name) => {
    const waiting = ready.get(name);
    if (waiting === undefined || inBatch.signal.aborted) return;
    if (!(await inService.takeOut(name, inBatch.signal))) {
      if (!inBatch.signal.aborted) objections.add(outOfService);
      return;
    }
    const leaves = verb === 'remove';
    const turn = { batch, number, ready: waiting, steps: steps.get(name) ?? [], leaves };
    const { result, serves, touched } = await changeMember(turn, means, inBatch);
    if (touched) {
      moved.set(name, { ...waiting, movement: movementOf(waiting.desired, waiting.reading.observed) });
    }
    settle(result);
    ended.set(name, conditions.clock.now());
    await answerClaims();
    // One that is taken back meanwhile stands where that puts it.
    if (!touched || moved.has(name)) inService.putBack(name, serves ? (leaves ? [batch.pool] : []) : 'all');
  });
  const changed = batch.hosts.filter(isChanged).flatMap((name) => ready.get(name) ?? []);
  const acceptances =
    pool === undefined || means.segment === undefined
      ? []
      : await acceptMembers(changed, pool, means.segment, conditions);
  const failure = await askAround('afterBatch', batch, number, pool, means, conditions);
  if (failure !== undefined) objections.add(failure);
  await conditions.clock.sleep(untilTold(batch, means, ended, conditions.clock.now()), conditions.signal);
  const report = await watch.stop();
  await answerClaims();
  return {
    claims: joinClaims(claims),
    acceptances,
    objections: [...objections],
    report,
  };
}

/** Milliseconds until answers of excused hosts would be told that were given after they were changed. */
function untilTold(
  { hosts }: Batch,
  { excused }: RolloutMeans,
  ended: ReadonlyMap<string, number>,
  now: number,
): number {
  const ends = hosts.flatMap((host) => (excused.has(host) ? (ended.get(host) ?? []) : []));
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
