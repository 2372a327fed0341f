/** Every choice of a simulated run comes from here, so that its seed is all there is to say of it. */
export interface Random {
  /** From 0 up to 1. */
  next(): number;
  /** True so often: 0 is never, 1 is always. */
  chance(share: number): boolean;
  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number;
  pick<T>(choices: readonly [T, ...T[]]): T;
}

/** sfc32 (Chris Doty-Humphrey), begun with the seed and shaken until nearby seeds have nothing in common. */
export function seeded(seed: number): Random {
  let a = seed | 0;
  let b = Math.floor(seed / 2 ** 32) | 0;
  let c = 0x9e3779b9;
  let d = 1;
  function bits(): number {
    const sum = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }
  for (let turn = 0; turn < 15; turn += 1) bits();
  const next = (): number => bits() / 2 ** 32;
  return {
    next,
    chance: (share) => next() < share,
    between: (least, most) => least + Math.floor(next() * (most - least + 1)),
    pick: (choices) => choices[Math.floor(next() * choices.length)] ?? choices[0],
  };
}
