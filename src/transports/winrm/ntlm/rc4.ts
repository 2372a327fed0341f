/**
 * A running RC4 stream: what it is given is encrypted, or decrypted, as the continuation of what came before.
 * @param result where that goes, and what is returned; it may be the text itself
 */
export type Cipher = (text: Uint8Array, result?: Buffer) => Buffer;

/** RC4, which NTLM seals with and OpenSSL 3 has no more. */
export function rc4(key: Uint8Array): Cipher {
  const state = schedule(key);
  let i = 0;
  let j = 0;
  return (text, result = Buffer.allocUnsafe(text.length)) => {
    for (let index = 0; index < text.length; index += 1) {
      i = (i + 1) & 255;
      const a = state[i] ?? 0;
      j = (j + a) & 255;
      const b = state[j] ?? 0;
      state[i] = b;
      state[j] = a;
      result[index] = (text[index] ?? 0) ^ (state[(a + b) & 255] ?? 0);
    }
    return result;
  };
}

function schedule(key: Uint8Array): Uint8Array {
  const state = Uint8Array.from({ length: 256 }, (_, index) => index);
  let j = 0;
  for (let i = 0; i < 256; i += 1) {
    const a = state[i] ?? 0;
    j = (j + a + (key[i % key.length] ?? 0)) & 255;
    state[i] = state[j] ?? 0;
    state[j] = a;
  }
  return state;
}
