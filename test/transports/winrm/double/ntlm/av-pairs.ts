/** What the pairs in a target information are (MS-NLMP 2.2.2.1). */
export const pairs = {
  end: 0,
  netbiosComputer: 1,
  netbiosDomain: 2,
  dnsComputer: 3,
  dnsDomain: 4,
  flags: 6,
  timestamp: 7,
  targetName: 9,
  channelBindings: 10,
} as const;

export type TargetInfo = ReadonlyMap<number, Buffer>;

/** @throws RangeError: a pair is longer than what is left, or the end is missing */
export function readTargetInfo(bytes: Buffer): TargetInfo {
  const found = new Map<number, Buffer>();
  for (let at = 0; ; ) {
    const id = bytes.readUInt16LE(at);
    const length = bytes.readUInt16LE(at + 2);
    if (id === pairs.end) return found;
    if (at + 4 + length > bytes.length) throw new RangeError('a pair is cut off');
    found.set(id, bytes.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
}

export function writeTargetInfo(info: TargetInfo): Buffer {
  const parts = [...info, [pairs.end, Buffer.alloc(0)] as const].map(([id, value]) => {
    const head = Buffer.alloc(4);
    head.writeUInt16LE(id);
    head.writeUInt16LE(value.length, 2);
    return Buffer.concat([head, value]);
  });
  return Buffer.concat(parts);
}
