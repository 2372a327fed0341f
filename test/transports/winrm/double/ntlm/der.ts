/** One value of DER: its tag, its content, and its whole form. */
export interface DerValue {
  readonly tag: number;
  readonly content: Buffer;
  readonly whole: Buffer;
}

/** The values in a row that fill these bytes. @throws RangeError: cut off, or in a form that is not DER */
export function readDer(bytes: Buffer): readonly DerValue[] {
  const values: DerValue[] = [];
  for (let at = 0; at < bytes.length; ) {
    const value = readValue(bytes.subarray(at));
    values.push(value);
    at += value.whole.length;
  }
  return values;
}

function readValue(bytes: Buffer): DerValue {
  const tag = bytes.readUInt8(0);
  const first = bytes.readUInt8(1);
  const more = first < 0x80 ? 0 : first - 0x80;
  if (more > 3 || first === 0x80) throw new RangeError('a length that is not DER');
  const length = more === 0 ? first : bytes.readUIntBE(2, more);
  const begin = 2 + more;
  if (begin + length > bytes.length) throw new RangeError('a value is cut off');
  return {
    tag,
    content: bytes.subarray(begin, begin + length),
    whole: bytes.subarray(0, begin + length),
  };
}

/** With lengths in their shortest form, as DER demands. */
export function writeDer(tag: number, ...content: readonly Buffer[]): Buffer {
  const body = Buffer.concat(content);
  return Buffer.concat([Buffer.from([tag]), writeLength(body.length), body]);
}

function writeLength(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  return length < 0x100
    ? Buffer.from([0x81, length])
    : Buffer.from([0x82, Math.floor(length / 0x100), length % 0x100]);
}
