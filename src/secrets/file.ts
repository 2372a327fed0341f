import { open } from 'node:fs/promises';
import { expandHome } from '../core/home.ts';
import { Problem } from '../core/problem.ts';

/**
 * The first line of a file that only its owner can read. The check and the reading use one open file, so that nobody
 * can put another one in its place between them.
 */
export async function secretFromFile(
  path: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  const file = await open(expandHome(path, environment), 'r').catch((thrown: unknown) => {
    throw new Problem('secret-unavailable', `the secret file ${path} cannot be read: ${reasonOf(thrown)}`, {
      wayOut: 'correct the path in the inventory, or make the file',
      cause: thrown,
    });
  });
  try {
    const { mode } = await file.stat();
    if ((mode & 0o077) !== 0) {
      throw new Problem(
        'secret-unavailable',
        `the secret file ${path} can be read by others than its owner`,
        {
          wayOut: `chmod 600 ${path}`,
        },
      );
    }
    return firstLine(await file.readFile('utf8'));
  } finally {
    await file.close();
  }
}

/** Without its line end; what follows it is not part of a secret (`pass` and others write notes there). */
export function firstLine(text: string): string {
  return text.split(/\r?\n/, 1)[0] ?? '';
}

function reasonOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
