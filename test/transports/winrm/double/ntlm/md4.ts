/** MD4 (RFC 1320), written for the double alone so that it shares no mistake with the client. */
export function md4(message: Uint8Array): Buffer {
  const state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
  const padded = pad(message);
  for (let at = 0; at < padded.length; at += 64) {
    const words = Array.from({ length: 16 }, (_, index) => padded.readUInt32LE(at + 4 * index));
    const mixed = mix(state, words);
    for (const [index, word] of mixed.entries()) state[index] = ((state[index] ?? 0) + word) >>> 0;
  }
  const digest = Buffer.alloc(16);
  for (const [index, word] of state.entries()) digest.writeUInt32LE(word, 4 * index);
  return digest;
}

interface Round {
  readonly constant: number;
  readonly order: readonly number[];
  readonly shifts: readonly number[];
  readonly combine: (b: number, c: number, d: number) => number;
}

const rounds: readonly Round[] = [
  {
    constant: 0,
    order: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
    shifts: [3, 7, 11, 19],
    combine: (b, c, d) => (b & c) | (~b & d),
  },
  {
    constant: 0x5a827999,
    order: [0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15],
    shifts: [3, 5, 9, 13],
    combine: (b, c, d) => (b & c) | (b & d) | (c & d),
  },
  {
    constant: 0x6ed9eba1,
    order: [0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15],
    shifts: [3, 9, 11, 15],
    combine: (b, c, d) => b ^ c ^ d,
  },
];

function mix(state: readonly number[], words: readonly number[]): readonly number[] {
  let [a = 0, b = 0, c = 0, d = 0] = state;
  for (const { constant, order, shifts, combine } of rounds) {
    for (const [step, index] of order.entries()) {
      const sum = (a + combine(b, c, d) + (words[index] ?? 0) + constant) >>> 0;
      const shift = shifts[step % 4] ?? 0;
      [a, b, c, d] = [d, ((sum << shift) | (sum >>> (32 - shift))) >>> 0, b, c];
    }
  }
  return [a, b, c, d];
}

function pad(message: Uint8Array): Buffer {
  const padded = Buffer.alloc((Math.floor((message.length + 8) / 64) + 1) * 64);
  padded.set(message);
  padded[message.length] = 0x80;
  padded.writeBigUInt64LE(BigInt(message.length) * 8n, padded.length - 8);
  return padded;
}
