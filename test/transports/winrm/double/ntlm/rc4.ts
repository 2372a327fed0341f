/** An RC4 stream: each call goes on where the last one ended. */
export type Rc4 = (bytes: Uint8Array) => Buffer;

export function startRc4(key: Uint8Array): Rc4 {
  const box = Uint8Array.from({ length: 256 }, (_, index) => index);
  const swap = (i: number, j: number): void => {
    const kept = box[i] ?? 0;
    box[i] = box[j] ?? 0;
    box[j] = kept;
  };
  for (let i = 0, j = 0; i < 256; i++) {
    j = (j + (box[i] ?? 0) + (key[i % key.length] ?? 0)) & 255;
    swap(i, j);
  }
  let i = 0;
  let j = 0;
  return (bytes) =>
    Buffer.from(
      bytes.map((byte) => {
        i = (i + 1) & 255;
        j = (j + (box[i] ?? 0)) & 255;
        swap(i, j);
        return byte ^ (box[((box[i] ?? 0) + (box[j] ?? 0)) & 255] ?? 0);
      }),
    );
}
