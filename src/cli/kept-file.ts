import { existsSync } from 'node:fs';
import { open, unlink, writeFile } from 'node:fs/promises';
import { fileNotWritten } from '../core/file-not-written.ts';

/** A file that the operator named, for what is found on the hosts. Nobody else may read it. */
export interface KeptFile {
  /** @throws Problem file-not-written */
  write(text: string): Promise<void>;
}

/**
 * Finds out whether the file can be written, before any host is contacted for it. Nothing is left of that.
 * @throws Problem file-not-written
 */
export async function keptFile(what: string, file: string): Promise<KeptFile> {
  try {
    const isNew = !existsSync(file);
    await (await open(file, 'a', 0o600)).close();
    if (isNew) await unlink(file);
  } catch (cause) {
    throw fileNotWritten(what, file, cause);
  }
  return {
    async write(text) {
      try {
        await writeFile(file, text, { mode: 0o600 });
      } catch (cause) {
        throw fileNotWritten(what, file, cause);
      }
    },
  };
}
