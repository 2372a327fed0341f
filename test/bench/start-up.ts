import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { median } from './compare.ts';
import { measure } from './measure.ts';
import type { BenchPart } from './parts.ts';
import { table } from './table.ts';

const programs: readonly (readonly [name: string, argv: readonly string[]])[] = [
  ['node -e 0', ['-e', '0']],
  ['a bare yargs program, --help', ['.cache/bench/bare-yargs.js', '--help']],
  ['vipfarm --help', ['dist/main.js', '--help']],
  ['vipfarm --version', ['dist/main.js', '--version']],
  ['vipfarm lint of one pool', ['dist/main.js', 'lint', '-i', 'inventory/simple-pool.yaml']],
];

/** What it takes to start, beside the least that a program with yargs takes. Hosts play no part. */
export const startUp: BenchPart = {
  name: 'start-up',
  needs: ['root', 'unshare', 'time'],
  hosts: [],
  async run({ rounds, say }) {
    const folder = mkdtempSync(join(tmpdir(), 'vipfarm-bench-'));
    const costs = programs.map(() => ({ wall: [] as number[], cpu: [] as number[] }));
    try {
      // Rounds are short here, so there are more of them.
      for (let round = 0; round < rounds * 5; round += 1) {
        for (const [index, [, argv]] of programs.entries()) {
          const cost = await measure({ argv: [process.execPath, ...argv] }, folder);
          costs[index]?.wall.push(1000 * cost.wall);
          costs[index]?.cpu.push(1000 * cost.cpu);
        }
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
    const figures = costs.map(({ wall, cpu }) => ({ wall: median(wall), cpu: median(cpu) }));
    const unit = figures[1];
    const rows = programs.map(([name], index) => {
      const { wall = 0, cpu = 0 } = figures[index] ?? {};
      say(`start-up  ${name}: ${wall.toFixed(0)} ms`);
      return [name, wall.toFixed(0), cpu.toFixed(0), (wall / (unit?.wall ?? 0)).toFixed(2)];
    });
    return table(['', 'wall, ms', 'CPU, ms', 'wall, of bare yargs'], rows);
  },
};
