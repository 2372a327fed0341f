import type { WitnessReport } from '../../core/network.ts';
import { asProblem, describeProblem } from '../../core/problem.ts';
import type { Host, Pool } from '../../inventory/fleet.ts';
import type { Witness } from './call-witness.ts';

/** The witnesses of one pool: called when they are first needed, replaced when they fail. */
export interface Party extends AsyncDisposable {
  readonly pool: Pool;
  /**
   * Has a task done by every witness, `busy` ones left out. One that answers with a reason, in words, could not do it:
   * it is sent away, and the next candidate is called.
   */
  employ<T extends object>(
    task: (witness: Witness) => Promise<T | string>,
    signal: AbortSignal,
    busy?: readonly Witness[],
  ): Promise<readonly T[]>;
  /** Those at hand, called where there are too few. */
  standing(signal: AbortSignal): Promise<readonly Witness[]>;
  /** Sends one away that was at work and is lost. */
  dismiss(witness: Witness, reason: string): Promise<void>;
  /** Who could not be a witness, and why; and if nobody is left, that. */
  refusals(): readonly WitnessReport[];
}

/** So many look at the same time: each sees what the other cannot, above all the other itself. */
const wanted = 2;
/** So many are called before it is given up. */
const mostCalls = 8;

export function openParty(
  pool: Pool,
  candidates: readonly Host[],
  call: (host: Host, signal: AbortSignal) => Promise<Witness | string>,
): Party {
  const waiting = candidates.slice(0, mostCalls);
  const refused: WitnessReport[] = [];
  const proven = new Set<Witness>();
  let standing: readonly Witness[] = [];
  let calling: Promise<void> = Promise.resolve();

  function fill(signal: AbortSignal): Promise<void> {
    calling = calling.then(() => callUp(signal));
    return calling;
  }
  async function callUp(signal: AbortSignal): Promise<void> {
    for (const witness of standing.filter(({ session }) => !session.isOpen)) {
      await dismiss(witness, 'its connection was lost', true);
    }
    while (standing.length < wanted && waiting.length > 0 && !signal.aborted) {
      const called = waiting.splice(0, wanted - standing.length);
      const answers = await Promise.all(called.map((host) => answerOf(host, signal)));
      standing = [...standing, ...answers.flatMap((answer) => answer ?? [])];
    }
  }
  async function answerOf(host: Host, signal: AbortSignal): Promise<Witness | undefined> {
    try {
      const answer = await call(host, signal);
      if (typeof answer !== 'string') return answer;
      refuse(host.name, answer, false);
    } catch (thrown) {
      refuse(host.name, describeProblem(asProblem(thrown)), false);
    }
    return undefined;
  }
  function refuse(host: string, reason: string, isLost: boolean): void {
    const lost = isLost ? ({ lost: true } as const) : {};
    refused.push({ host, means: 'none', proves: 'nothing', requests: 0, reason, ...lost });
  }
  async function dismiss(witness: Witness, reason: string, isLost: boolean): Promise<void> {
    if (!standing.includes(witness)) return;
    standing = standing.filter((one) => one !== witness);
    refuse(witness.host.name, reason, isLost);
    await witness.session[Symbol.asyncDispose]();
  }

  return {
    pool,
    dismiss: (witness, reason) => dismiss(witness, reason, true),
    async standing(signal) {
      await fill(signal);
      return standing;
    },
    async employ<T extends object>(
      task: (witness: Witness) => Promise<T | string>,
      signal: AbortSignal,
      busy: readonly Witness[] = [],
    ) {
      const asked = new Set(busy);
      const done: T[] = [];
      for (;;) {
        await fill(signal);
        const fresh = standing.filter((witness) => !asked.has(witness));
        if (fresh.length === 0) return done;
        await Promise.all(
          fresh.map(async (witness) => {
            asked.add(witness);
            const result = await task(witness);
            if (typeof result === 'string') {
              await dismiss(witness, result, proven.has(witness));
              return;
            }
            proven.add(witness);
            done.push(result);
          }),
        );
      }
    },
    refusals: () => (standing.length > 0 ? refused : [...refused, nobody(pool)]),
    async [Symbol.asyncDispose]() {
      await calling;
      await Promise.all(standing.map(({ session }) => session[Symbol.asyncDispose]()));
      standing = [];
    },
  };
}

function nobody(pool: Pool): WitnessReport {
  const reason =
    pool.witnesses === 'none'
      ? 'witnesses: none is set'
      : 'no host can look at its network; name one with witnesses: [HOST]';
  return { host: `pool ${pool.name}`, means: 'none', proves: 'nothing', requests: 0, reason };
}
