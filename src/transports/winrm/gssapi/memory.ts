import type { GssLibrary } from './library.ts';

/**
 * Structures of C for calls of the library (on machines of 64 bits). Whatever they point to stays where it is until the
 * memory is released: the engine does not know that C still needs it.
 */
export interface Memory {
  /** gss_buffer_desc: length and address. */
  buffer(bytes: Uint8Array): Buffer;
  /** gss_OID_desc. */
  identifier(bytes: Uint8Array): Buffer;
  /** gss_OID_set_desc of one. */
  identifierSet(identifier: Buffer): Buffer;
  /** gss_channel_bindings_struct without addresses. */
  bindings(applicationData: Uint8Array): Buffer;
  /** gss_iov_buffer_desc, several in a row. */
  parts(list: readonly Part[]): Buffer;
  release(): void;
}

export interface Part {
  readonly type: number;
  readonly bytes?: Buffer;
}

/** Bytes of one part. */
export const partSize = 24;

export function openMemory({ addressOf }: GssLibrary): Memory {
  const held: Uint8Array[] = [];

  function hold<T extends Uint8Array>(memory: T): T {
    held.push(memory);
    return memory;
  }
  function writeBuffer(into: Buffer, offset: number, bytes: Uint8Array): void {
    const content = hold(Buffer.from(bytes));
    into.writeBigUInt64LE(BigInt(content.length), offset);
    into.writeBigUInt64LE(content.length === 0 ? 0n : addressOf(content), offset + 8);
  }

  return {
    buffer: (bytes) => {
      const description = hold(Buffer.alloc(16));
      writeBuffer(description, 0, bytes);
      return description;
    },
    identifier: (bytes) => {
      const description = hold(Buffer.alloc(16));
      writeBuffer(description, 0, bytes);
      return description;
    },
    identifierSet: (identifier) => {
      const description = hold(Buffer.alloc(16));
      description.writeBigUInt64LE(1n, 0);
      description.writeBigUInt64LE(addressOf(hold(identifier)), 8);
      return description;
    },
    bindings: (applicationData) => {
      const description = hold(Buffer.alloc(64));
      writeBuffer(description, 48, applicationData);
      return description;
    },
    parts: (list) => {
      const description = hold(Buffer.alloc(list.length * partSize));
      for (const [index, { type, bytes }] of list.entries()) {
        description.writeUInt32LE(type, index * partSize);
        if (bytes !== undefined) writeBuffer(description, index * partSize + 8, bytes);
      }
      return description;
    },
    release: () => {
      held.length = 0;
    },
  };
}

/** What a buffer description that C has filled in points to, as a copy. */
export function readBuffer({ read }: GssLibrary, description: Buffer, offset = 0): Buffer {
  const length = Number(description.readBigUInt64LE(offset));
  return length === 0 ? Buffer.alloc(0) : read(description.readBigUInt64LE(offset + 8), length);
}

/** Memory for one address that C fills in. */
export function pointer(address = 0n): Buffer {
  const memory = Buffer.alloc(8);
  memory.writeBigUInt64LE(address);
  return memory;
}
