import { brokenSeal } from '../broken-seal.ts';
import type { Seal } from '../seal.ts';
import { hasFailed } from './failures.ts';
import type { GssLibrary } from './library.ts';
import { openMemory, partSize, readBuffer } from './memory.ts';

/** Parts of a message, as gss_wrap_iov numbers them; the library makes those that are to be allocated. */
const part = { data: 1, header: 2, padding: 9, allocate: 0x10000 } as const;

/** @param context where the address of the context is kept; it must be established */
export function kerberosSeal(gss: GssLibrary, context: Buffer): Seal {
  const current = (): bigint => context.readBigUInt64LE();
  return {
    protocol: 'application/HTTP-Kerberos-session-encrypted',
    seal: (message) => {
      const memory = openMemory(gss);
      const minor = Buffer.alloc(4);
      const parts = memory.parts([
        { type: part.header | part.allocate },
        { type: part.data, bytes: message },
        { type: part.padding | part.allocate },
      ]);
      const encrypted = Buffer.alloc(4);
      const major = gss.call('gss_wrap_iov', minor, current(), 1, 0, encrypted, parts, 3);
      if (hasFailed(major) || encrypted.readInt32LE() === 0) throw brokenSeal();
      const [signature, data, padding] = [0, 1, 2].map((index) =>
        readBuffer(gss, parts, index * partSize + 8),
      );
      gss.call('gss_release_iov_buffer', minor, parts, 3);
      memory.release();
      const nothing = Buffer.alloc(0);
      return { signature: signature ?? nothing, data: Buffer.concat([data ?? nothing, padding ?? nothing]) };
    },
    open: ({ signature, data }) => {
      const memory = openMemory(gss);
      const [minor, message, encrypted] = [Buffer.alloc(4), Buffer.alloc(16), Buffer.alloc(4)];
      const sealed = memory.buffer(Buffer.concat([signature, data]));
      const major = gss.call('gss_unwrap', minor, current(), sealed, message, encrypted, null);
      const opened = readBuffer(gss, message);
      gss.call('gss_release_buffer', minor, message);
      memory.release();
      // Signed and not encrypted is not what was agreed on; seals that came twice or late count as broken, too.
      if (major !== 0 || encrypted.readInt32LE() === 0) throw brokenSeal();
      return opened;
    },
  };
}
