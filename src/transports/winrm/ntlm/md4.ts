/** The MD4 digest (RFC 1320): NTLM hashes passwords with it, and OpenSSL 3 has it no more. */
export function md4(message: Uint8Array): Buffer {
  const words = padded(message);
  let [a, b, c, d] = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
  for (let block = 0; block < words.length; block += 16) {
    const before = [a, b, c, d] as const;
    for (let step = 0; step < 48; step += 1) {
      const round = step >> 4;
      const word = words[block + (orders[round]?.[step & 15] ?? 0)] ?? 0;
      const mixed = (a + mix(round, b, c, d) + word + (additions[round] ?? 0)) >>> 0;
      const turned = turn(mixed, shifts[round]?.[step & 3] ?? 0);
      [a, b, c, d] = [d, turned, b, c];
    }
    a = (a + before[0]) >>> 0;
    b = (b + before[1]) >>> 0;
    c = (c + before[2]) >>> 0;
    d = (d + before[3]) >>> 0;
  }
  const digest = Buffer.alloc(16);
  for (const [index, word] of [a, b, c, d].entries()) digest.writeUInt32LE(word, index * 4);
  return digest;
}

/** The message, a one bit, zeros, and its length in bits: as many words of 32 bits as fill blocks of 16. */
function padded(message: Uint8Array): readonly number[] {
  const bytes = Buffer.alloc(Math.ceil((message.length + 9) / 64) * 64);
  bytes.set(message);
  bytes[message.length] = 0x80;
  bytes.writeBigUInt64LE(BigInt(message.length) * 8n, bytes.length - 8);
  return Array.from({ length: bytes.length / 4 }, (_, index) => bytes.readUInt32LE(index * 4));
}

function mix(round: number, x: number, y: number, z: number): number {
  if (round === 0) return (x & y) | (~x & z);
  if (round === 1) return (x & y) | (x & z) | (y & z);
  return x ^ y ^ z;
}

function turn(word: number, by: number): number {
  return ((word << by) | (word >>> (32 - by))) >>> 0;
}

const additions = [0, 0x5a827999, 0x6ed9eba1];
const shifts = [
  [3, 7, 11, 19],
  [3, 5, 9, 13],
  [3, 9, 11, 15],
];
const orders = [
  [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
  [0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15],
  [0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15],
];
