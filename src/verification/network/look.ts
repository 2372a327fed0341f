import type { Vip } from '../../core/address.ts';
import { asProblem } from '../../core/problem.ts';
import type { Sight, WitnessMeans } from '../../platforms/witness.ts';
import type { Witness } from './call-witness.ts';

/** A witness at work with one of its means. */
export interface Look {
  readonly witness: Witness;
  readonly means: WitnessMeans;
  readonly vips: readonly Vip[];
  /** True once it looks; false when it ended before it could. */
  readonly ready: Promise<boolean>;
  /** Resolves when it has ended for whatever reason. */
  readonly ended: Promise<LookEnd>;
  readonly requests: number;
  readonly lost: number;
  /** Resolves when everything that came up to now has been told, or it has ended. */
  upToNow(): Promise<void>;
  stop(): void;
}

/** The reason is absent when it was stopped, or its time was over. */
export interface LookEnd {
  readonly reason?: string;
}

export type Hear = (claim: Extract<Sight, { kind: 'claim' }>) => void;

export function startLook(
  witness: Witness,
  means: WitnessMeans,
  vips: readonly Vip[],
  milliseconds: number,
  hear: Hear,
): Look {
  const ending = new AbortController();
  let requests = 0;
  let lost = 0;
  let beats = 0;
  let refusal: string | undefined;
  let onReady: () => void = () => undefined;
  const readied = new Promise<boolean>((resolve) => {
    onReady = () => resolve(true);
  });
  const waiting: { readonly beat: number; readonly resolve: () => void }[] = [];

  function take(sight: Sight): void {
    switch (sight.kind) {
      case 'ready':
        onReady();
        return;
      case 'claim':
        // Some means hear everybody, and a member may well answer for its own address.
        if (vips.some(({ address }) => address === sight.vip)) hear(sight);
        return;
      case 'cannot':
        refusal = sight.reason;
        return;
      case 'beat':
        ({ requests, lost } = sight);
        beats += 1;
        for (const one of waiting) if (one.beat <= beats) one.resolve();
    }
  }

  const lines = splitLines((line) => {
    const sight = means.read(line);
    if (sight !== undefined) take(sight);
  });
  const ended = runToItsEnd();
  return {
    witness,
    means,
    vips,
    ready: Promise.race([readied, ended.then(() => false)]),
    ended,
    get requests() {
      return requests;
    },
    get lost() {
      return lost;
    },
    // The beat that comes next may have been on its way already.
    upToNow: () =>
      Promise.race([
        new Promise<void>((resolve) => waiting.push({ beat: beats + 2, resolve })),
        ended.then(() => undefined),
      ]),
    stop: () => ending.abort(),
  };

  async function runToItsEnd(): Promise<LookEnd> {
    try {
      const { exitCode, stderr } = await witness.session.run({
        script: means.look({ vips, nic: witness.nic, milliseconds }),
        asRoot: true,
        signal: ending.signal,
        onOutput: lines,
      });
      if (exitCode === 0 && beats > 0) return {};
      const complaint = stderr.trim().split('\n').at(-1);
      return { reason: refusal ?? (complaint || `it ended with ${exitCode}`) };
    } catch (thrown) {
      return ending.signal.aborted ? {} : { reason: asProblem(thrown).message };
    }
  }
}

/** Gathers text until its lines are whole. */
function splitLines(take: (line: string) => void): (text: string) => void {
  let rest = '';
  return (text) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) take(line);
  };
}
