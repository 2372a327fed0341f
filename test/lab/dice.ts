/** Chance that can be repeated: the same seed throws the same. */
export interface Dice {
  /** A whole number from 0 to below this. */
  below(count: number): number;
  /** True in this share of all throws. */
  chance(share: number): boolean;
  pick<T>(from: readonly [T, ...T[]]): T;
  shuffle<T>(all: readonly T[]): readonly T[];
}

/** The generator is mulberry32. */
export function takeDice(seed: number): Dice {
  let state = seed;
  function share(): number {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
  const below = (count: number): number => Math.floor(share() * count);
  return {
    below,
    chance: (wanted) => share() < wanted,
    pick: (from) => from[below(from.length)] ?? from[0],
    shuffle: (all) =>
      all
        .map((one) => ({ one, at: share() }))
        .sort((a, b) => a.at - b.at)
        .map(({ one }) => one),
  };
}
