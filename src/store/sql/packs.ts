import { deflateSync, inflateSync } from 'node:zlib';
import { digestOf } from '../../core/digest.ts';
import { Problem } from '../../core/problem.ts';
import type { Queries } from './database.ts';
import { insertAll } from './insert-all.ts';
import { bytesIn, numberIn, textIn } from './rows.ts';

/** Bytes after which a pack is closed: read back in a millisecond, and long enough to hold many that are alike. */
const packSize = 1 << 18;

/** Keeps texts under their sha256; what is there already is not kept again. */
export interface Packer {
  /** Gives the sha256 under which the text can be read when the packer was flushed. */
  add(text: string): string;
  /** Writes what is waiting, or only when it is much. */
  flush(always: boolean): Promise<void>;
}

export function openPacker(queries: Queries): Packer {
  const seen = new Set<string>();
  let waiting = new Map<string, string>();
  let length = 0;
  return {
    add(text) {
      const sha256 = digestOf(text);
      if (seen.has(sha256)) return sha256;
      seen.add(sha256);
      waiting.set(sha256, text);
      length += text.length;
      return sha256;
    },
    async flush(always) {
      if (waiting.size === 0 || (length < packSize && !always)) return;
      const texts = waiting;
      waiting = new Map();
      length = 0;
      for (const known of await whichAreKept(queries, [...texts.keys()])) texts.delete(known);
      if (texts.size > 0) await writePack(queries, texts);
    },
  };
}

async function writePack(queries: Queries, texts: ReadonlyMap<string, string>): Promise<void> {
  const id = digestOf([...texts.keys()].join(' ')).slice(0, 16);
  let start = 0;
  const blobs = [...texts].map(([sha256, text]) => {
    const size = Buffer.byteLength(text);
    const row = [sha256, id, start, size];
    start += size;
    return row;
  });
  const packed = deflateSync([...texts.values()].join(''), { level: 3 });
  await insertAll(queries, 'vipfarm_packs (id, bytes)', [[id, packed]]);
  await insertAll(queries, 'vipfarm_blobs (sha256, pack, start, size)', blobs);
}

const askedAtOnce = 500;

async function whichAreKept(queries: Queries, digests: readonly string[]): Promise<readonly string[]> {
  const kept: string[] = [];
  for (let start = 0; start < digests.length; start += askedAtOnce) {
    const some = digests.slice(start, start + askedAtOnce);
    const marks = some.map(() => '?').join(', ');
    const rows = await queries.query(`select sha256 from vipfarm_blobs where sha256 in (${marks})`, some);
    kept.push(...rows.map((row) => textIn(row, 'sha256')));
  }
  return kept;
}

/** Reads kept texts; undefined for one that is not there. The last pack is held, because the next text is often in it. */
export function openUnpacker(queries: Queries): (sha256: string) => Promise<string | undefined> {
  let held: { readonly id: string; readonly bytes: Buffer } | undefined;
  return async (sha256) => {
    const [blob] = await queries.query('select pack, start, size from vipfarm_blobs where sha256 = ?', [
      sha256,
    ]);
    if (blob === undefined) return undefined;
    const id = textIn(blob, 'pack');
    if (held?.id !== id) {
      const [pack] = await queries.query('select bytes from vipfarm_packs where id = ?', [id]);
      const bytes = pack === undefined ? undefined : unpack(bytesIn(pack, 'bytes'));
      if (bytes === undefined) return undefined;
      held = { id, bytes };
    }
    const start = numberIn(blob, 'start');
    return held.bytes.toString('utf8', start, start + numberIn(blob, 'size'));
  };
}

/** Undefined when the bytes are not what was packed. */
export function unpack(bytes: Uint8Array): Buffer | undefined {
  try {
    return inflateSync(bytes);
  } catch {
    return undefined;
  }
}

/** @throws Problem store-unusable: something was taken out of the history by hand */
export function lost(place: string): never {
  throw new Problem('store-unusable', `a part of this run is missing from the history at ${place}`, {
    wayOut: 'vipfarm runs verify says what was changed',
  });
}
