import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mustRun } from './run-command.ts';

const RECIPE = fileURLToPath(new URL('./build-base-tree.sh', import.meta.url));

/** `sh -c BUILD sh RECIPE TREE`, run by whoever holds the lock. The rename is what makes a tree count as built. */
const BUILD = `
[ -d "$2" ] && exit
rm -rf --one-file-system "$2.unfinished"
"$1" "$2.unfinished" && mv "$2.unfinished" "$2"
`;

/**
 * The folder of the Debian tree that hosts are overlays over. Built on the first call on a machine, about a minute, and
 * kept under the sha256 of its recipe; a build that was killed leaves nothing that looks finished.
 */
export async function provideBaseTree(): Promise<string> {
  const digest = createHash('sha256')
    .update(await readFile(RECIPE))
    .digest('hex');
  const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'vipfarm-lab');
  const tree = join(cache, digest.slice(0, 16));
  if (existsSync(tree)) return tree;
  await mkdir(cache, { recursive: true });
  await mustRun(['flock', join(cache, 'lock'), 'sh', '-c', BUILD, 'sh', RECIPE, tree], { limit: 900_000 });
  return tree;
}
