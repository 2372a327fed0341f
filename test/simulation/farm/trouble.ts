import type { Random } from '../random.ts';

/** What may go wrong in a simulated farm, and how often it does where it may: a share of all occasions. */
export interface TroubleShares {
  readonly stepFails: number;
  readonly stepHangs: number;
  readonly undoFails: number;
  readonly scriptDies: number;
  readonly connectFails: number;
  readonly lostBefore: number;
  readonly lostDuring: number;
  readonly lostAfter: number;
  readonly answerLate: number;
  readonly answerCut: number;
  readonly answerTwice: number;
  readonly hookFails: number;
  readonly hookHangs: number;
  readonly storeFails: number;
  readonly storeHangs: number;
  readonly witnessMisses: number;
}

export type TroubleKind = keyof TroubleShares;

/** The one who rolls the dice, until all is over. */
export interface Trouble {
  happens(kind: TroubleKind): boolean;
  /** From now on nothing goes wrong any more. */
  end(): void;
}

export function makeTrouble(shares: TroubleShares, random: Random): Trouble {
  let over = false;
  return {
    happens: (kind) => !over && shares[kind] > 0 && random.chance(shares[kind]),
    end() {
      over = true;
    },
  };
}

const kinds: readonly TroubleKind[] = [
  'stepFails',
  'stepHangs',
  'undoFails',
  'scriptDies',
  'connectFails',
  'lostBefore',
  'lostDuring',
  'lostAfter',
  'answerLate',
  'answerCut',
  'answerTwice',
  'hookFails',
  'hookHangs',
  'storeFails',
  'storeHangs',
  'witnessMisses',
];

/** A third of the farms has none; the others have some kinds of it, each seldom or often. */
export function chooseTrouble(random: Random): TroubleShares {
  const isCalm = random.chance(0.3);
  const shares = kinds.map((kind) => {
    const share = isCalm || random.chance(0.5) ? 0 : random.pick([0.01, 0.03, 0.1, 0.25]);
    return [kind, kind === 'undoFails' ? share / 4 : share] as const;
  });
  return Object.fromEntries(shares) as unknown as TroubleShares;
}
