import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lintInventory } from '../../src/inventory/lint-inventory.ts';
import { loadFleet } from '../../src/inventory/load-fleet.ts';

const folder = 'docs/how-to';
const pages = readdirSync(folder).map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));

/** Inventories that stand in a page as a whole; the others of a page are parts of one. */
const inventories = pages.flatMap(({ name, text }) =>
  [...text.matchAll(/^```yaml\n(version: 1\n.*?)^```$/gms)].map(
    ([, yaml = ''], at) => [`${name}, inventory ${at + 1}`, yaml] as const,
  ),
);

describe('the pages of docs/how-to', () => {
  it('have three inventories for Windows servers', () => {
    expect(inventories.filter(([title]) => title.startsWith('windows-servers.md'))).toHaveLength(3);
  });

  it.each(inventories)('%s has nothing for lint to say, and becomes a fleet', async (title, yaml) => {
    expect(lintInventory(title, yaml).findings).toEqual([]);
    expect((await loadFleet(title, yaml)).hosts.size).toBeGreaterThan(0);
  });

  it.each(pages)(
    '$name names no page that is not there, and is itself named in the README',
    ({ name, text }) => {
      const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)/g)].map(([, path = '']) => path);
      expect(links.filter((path) => !existsSync(join(folder, path)))).toEqual([]);
      expect(readFileSync('README.md', 'utf8')).toContain(`(${folder}/${name})`);
    },
  );
});
