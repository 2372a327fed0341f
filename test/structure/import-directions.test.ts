import { describe, expect, it } from 'vitest';
import { readSources } from './source.ts';
import { circles, impurities, reversedArrows } from './violations.ts';

const sources = readSources('src');

describe('import directions', () => {
  it('are those of the table of layers', () => {
    expect(sources.flatMap(reversedArrows)).toEqual([]);
  });

  it('are seen in every form of import', () => {
    const lines = [
      "import { commands } from '../cli/commands.ts';",
      "import type { CommandDefinition } from '../cli/command.ts';",
      "import {\n  a,\n  b,\n} from '../cli/both.ts';",
      "import '../cli/effect.ts';",
      "export { commands } from '../cli/again.ts';",
      "export * from '../cli/all.ts';",
      "const later = await import('../cli/later.ts');",
    ];
    for (const text of lines) {
      expect(reversedArrows({ path: 'src/core/example.ts', text })).toHaveLength(1);
    }
  });

  it('let types through where the table says so, and values not', () => {
    const path = 'src/transports/ssh/example.ts';
    expect(reversedArrows({ path, text: "import type { Host } from '../../inventory/fleet.ts';" })).toEqual(
      [],
    );
    expect(reversedArrows({ path, text: "import { load } from '../../inventory/load.ts';" })).toEqual([
      'src/transports/ssh/example.ts: transports may not import ../../inventory/load.ts',
    ]);
  });

  it('lead nowhere back', () => {
    expect(circles(sources)).toEqual([]);
  });

  it('are followed over several files, types included', () => {
    const files = [
      { path: 'src/core/a.ts', text: "import type { B } from './b.ts';" },
      { path: 'src/core/b.ts', text: "import { c } from './c.ts';" },
      { path: 'src/core/c.ts', text: "export * from './a.ts';" },
    ];
    expect(circles(files)).toEqual(['src/core/a.ts -> src/core/b.ts -> src/core/c.ts -> src/core/a.ts']);
  });

  it('ask for a line in the table when a folder is new', () => {
    expect(reversedArrows({ path: 'src/helpers/example.ts', text: '' })).toHaveLength(1);
  });
});

describe('the pure layers', () => {
  it('use no clock, no randomness, no environment and no module that acts', () => {
    expect(sources.flatMap(impurities)).toEqual([]);
  });

  it('are watched for each of these', () => {
    const lines = [
      "import { readFile } from 'node:fs/promises';",
      'const now = Date.now();',
      'process.env.HOME;',
    ];
    for (const text of lines) expect(impurities({ path: 'src/planning/example.ts', text })).toHaveLength(1);
  });
});
