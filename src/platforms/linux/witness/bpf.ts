/** One instruction of classic BPF: code, jump if true, jump if false, operand (linux/filter.h). */
type Instruction = readonly [code: number, jumpTrue: number, jumpFalse: number, operand: number];

const loadByte = 0x30;
const loadWord = 0x20;
const jumpIfEqual = 0x15;
const give = 0x06;

const all = 0x40000;

/** Lets nothing through: what comes for a socket is dropped before the kernel answers it. */
export const dropAll = write([[give, 0, 0, 0]]);

/** Neighbour solicitations and advertisements only: a busy host's other traffic is not copied to the witness. */
export const neighbourDiscovery = write([
  [loadByte, 0, 0, 20],
  [jumpIfEqual, 0, 4, 58],
  [loadByte, 0, 0, 54],
  [jumpIfEqual, 1, 0, 135],
  [jumpIfEqual, 0, 1, 136],
  [give, 0, 0, all],
  [give, 0, 0, 0],
]);

/** What comes from this address, by its last four bytes, and every ICMP message. */
export function fromAddress(family: 4 | 6, lastFourBytes: number): string {
  const [protocolAt, protocol, wordAt] = family === 4 ? [23, 1, 26] : [20, 58, 34];
  return write([
    [loadByte, 0, 0, protocolAt],
    [jumpIfEqual, 2, 0, protocol],
    [loadWord, 0, 0, wordAt],
    [jumpIfEqual, 0, 1, lastFourBytes],
    [give, 0, 0, all],
    [give, 0, 0, 0],
  ]);
}

/** Numbers, because a script packs them in the byte order of its machine. */
function write(instructions: readonly Instruction[]): string {
  return instructions.map((instruction) => instruction.join(',')).join(' ');
}
