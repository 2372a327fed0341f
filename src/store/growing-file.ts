import { closeSync, fdatasyncSync, fstatSync, ftruncateSync, openSync, writeFileSync } from 'node:fs';

/** A new file that only grows. Each piece is in it as a whole or not at all, also on a disk that gets full. */
export interface GrowingFile {
  /** It is written when this returns. @throws Error of the file system; then nothing of the piece stays */
  append(piece: Buffer): void;
  /** Everything that was appended is on the disk when this returns. @throws Error of the file system */
  flush(): void;
  close(): void;
}

const endOfLine = Buffer.from('\n');

export function openGrowingFile(path: string): GrowingFile {
  const file = openSync(path, 'ax', 0o600);
  let end = 0;
  /** A part of a piece stays at the end, because it could not be cut off: the next one must not be glued to it. */
  let isTorn = false;
  function cutBack(): void {
    try {
      ftruncateSync(file, end);
    } catch {
      isTorn = true;
      end = fstatSync(file).size;
    }
  }
  return {
    append(piece) {
      const whole = isTorn ? Buffer.concat([endOfLine, piece]) : piece;
      try {
        // Not writeSync: on a disk that gets full it writes a part, and only says how much.
        writeFileSync(file, whole);
      } catch (cause) {
        cutBack();
        throw cause;
      }
      end += whole.length;
      isTorn = false;
    },
    flush: () => fdatasyncSync(file),
    close: () => closeSync(file),
  };
}
