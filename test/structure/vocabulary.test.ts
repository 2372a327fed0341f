import { expect, it } from 'vitest';
import { settingsShape } from '../../src/inventory/settings-schema.ts';
import { platforms } from '../../src/platforms/index.ts';
import { stacks } from '../../src/platforms/linux/stacks/index.ts';
import type { UnixSystem } from '../../src/platforms/unix/system.ts';

// The inventory knows no platform, so that it can be read without one. Its words are those of the platforms all the same.

it('os: takes each platform, and nothing else', () => {
  expect(settingsShape.os.unwrap().options.toSorted()).toEqual(platforms.map(({ id }) => id).toSorted());
});

it('stack: takes each way of a platform to keep an address, and nothing else', async () => {
  const folders: readonly object[] = await Promise.all(
    platforms.map(({ id }) => import(`../../src/platforms/${id}/index.ts`)),
  );
  const known = folders.flatMap((folder) => Object.values(folder)).flatMap(stacksOf);
  const ids = new Set([...stacks, ...known].map(({ id }) => id));
  expect(settingsShape.stack.unwrap().options.toSorted()).toEqual([...ids].toSorted());
});

function stacksOf(exported: Partial<UnixSystem>): UnixSystem['stacks'] {
  return exported.stacks ?? [];
}
