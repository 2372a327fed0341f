import type { HostResult } from '../core/outcome.ts';
import { asProblem, describeProblem } from '../core/problem.ts';
import type { Batch } from '../core/rollout.ts';
import type { Step } from '../core/step.ts';
import { askHook, type HostHook } from './ask-hook.ts';
import { changeHost, type Orders } from './change-host.ts';
import type { Conditions } from './conditions.ts';
import { freshen } from './freshen.ts';
import type { RolloutMeans } from './rollout-means.ts';
import type { ReadyHost } from './survey-hosts.ts';

/** One member's turn in a batch. */
export interface Turn {
  readonly batch: Batch;
  readonly number: number;
  readonly ready: ReadyHost;
  readonly steps: readonly Step[];
  /** The host leaves the pool by this change, so it is not sent back into its service. */
  readonly leaves: boolean;
  /** Aborted when the host is heard answering for a VIP: then it is to be taken back as soon as its change is read back. */
  readonly accusation: AbortSignal;
}

export interface TurnEnd {
  readonly result: HostResult;
  /** Whether it serves its pools again. */
  readonly serves: boolean;
  /** Whether the run may have left something on it that can be taken back. */
  readonly touched: boolean;
}

/**
 * Changes one member with the operator's hooks around it: out of service, changed, verified, back into service. A host
 * that is not known to be well is not sent back into service.
 */
export async function changeMember(
  turn: Turn,
  means: RolloutMeans,
  conditions: Conditions,
): Promise<TurnEnd> {
  const name = turn.ready.host.name;
  const fresh = await freshen(turn.ready, turn.steps, conditions);
  if ('result' in fresh)
    return { result: fresh.result, serves: fresh.result.outcome !== 'unreachable', touched: false };
  const { ready } = fresh;
  try {
    const withSession = { ...turn, ready };
    const refusal = await hooksBefore(withSession, means, conditions);
    if (refusal !== undefined) {
      return { result: { host: name, outcome: 'failed', reason: refusal }, serves: false, touched: false };
    }
    const result = await changeHost(ready, turn.steps, ordersFor(turn, means), conditions);
    const end = await hooksAfter(withSession, result, means, conditions);
    const isUntouched = ['ok', 'rolled-back', 'not-attempted'].includes(result.outcome);
    return { ...end, touched: !isUntouched && result.problem?.code !== 'change-refused' };
  } catch (thrown) {
    const problem = asProblem(thrown);
    const result = { host: name, outcome: 'unknown', reason: describeProblem(problem), problem } as const;
    return { result, serves: false, touched: true };
  } finally {
    await ready.session[Symbol.asyncDispose]();
  }
}

/** Milliseconds that a host waits for its confirmation where the pool says auto: several attempts to connect. */
const usualDeadman = 120_000;

function ordersFor({ batch, steps }: Turn, { hold, owner }: RolloutMeans): Orders {
  const { deadman } = batch;
  const mayCut = steps.some((step) => step.risk === 'may-cut-access');
  const auto = mayCut ? usualDeadman : undefined;
  const window = deadman === 'auto' ? auto : deadman === 'none' ? undefined : deadman;
  return { fence: hold.fence, owner, way: 'forward', deadman: window };
}

/** Why the host was not changed; undefined when it may be. */
async function hooksBefore(
  turn: Turn,
  means: RolloutMeans,
  conditions: Conditions,
): Promise<string | undefined> {
  const drained = await ask('drain', turn, means, conditions);
  if (drained !== undefined) return `it was not changed: ${drained}`;
  const ready = await ask('before', turn, means, conditions);
  if (ready === undefined) return undefined;
  const back = await ask('undrain', turn, means, conditions);
  return `it was not changed: ${ready}${back === undefined ? '' : `; and it is still drained: ${back}`}`;
}

async function hooksAfter(
  turn: Turn,
  result: HostResult,
  means: RolloutMeans,
  conditions: Conditions,
): Promise<Omit<TurnEnd, 'touched'>> {
  const isBack = result.outcome === 'rolled-back' || result.outcome === 'not-attempted';
  if (!isBack && result.outcome !== 'changed' && result.outcome !== 'ok') {
    const drained = turn.batch.hooks.drain !== undefined;
    const reason = drained ? `${result.reason ?? ''}; it was left drained` : result.reason;
    return { result: { ...result, ...(reason === undefined ? {} : { reason }) }, serves: false };
  }
  const back = turn.leaves && !isBack ? [] : (['undrain', 'inService'] as const);
  for (const hook of [...(isBack ? [] : (['after'] as const)), ...back]) {
    // A host that answers for a VIP is not brought into service; one that is as before has nothing to be taken back.
    const failure = await ask(hook, turn, means, conditions, isBack ? undefined : turn.accusation);
    if (failure === undefined) continue;
    const told =
      result.outcome === 'changed'
        ? 'it was changed and verified'
        : (result.reason ?? 'it is as it was before');
    return {
      result: { host: result.host, outcome: 'failed', reason: `${told}, but ${failure}` },
      serves: false,
    };
  }
  return { result, serves: true };
}

/** What went wrong with a hook of this host; undefined when nothing did, or there is none. */
async function ask(
  name: HostHook,
  { batch, number, ready }: Turn,
  means: RolloutMeans,
  conditions: Conditions,
  accusation?: AbortSignal,
): Promise<string | undefined> {
  if (accusation?.aborted === true) return 'it is heard answering for a VIP';
  const pool = means.fleet.pools.get(batch.pool);
  const { host, session } = ready;
  return await askHook(
    name,
    batch.hooks,
    { pool, batch: number, host, session },
    means,
    conditions,
    accusation,
  );
}
