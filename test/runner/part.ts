import process from 'node:process';
import { LAB_NEEDS } from '../lab/needs.ts';
import { nodeBinary } from '../prerequisites.ts';

/** One part of the test run: a script under some Node, with what it needs of the machine. */
export interface Part {
  readonly name: string;
  readonly needs: readonly string[];
  /** The Node program that runs the script. */
  readonly node: string;
  /** Path of the script from the project's folder, then its arguments. */
  readonly script: readonly string[];
  /** Minutes after which the part is ended and counts as failed. */
  readonly limit: number;
}

const biome = 'node_modules/@biomejs/biome/bin/biome';
const tsc = 'node_modules/typescript/bin/tsc';
const tsx = 'node_modules/tsx/dist/cli.mjs';
const vitest = 'node_modules/vitest/vitest.mjs';

/** What `npm run check` looks at: everything that can be told without running vipfarm. */
export const checks: readonly Part[] = [
  part('format and lint', [biome, 'check', '--error-on-warnings', '.']),
  part('types', [tsc, '-p', '.']),
  part('structure', projects('structure')),
  part('generated docs', [tsx, 'docs/generate/main.ts', '--check']),
];

/** What `npm test` runs, one after another. */
export const parts: readonly Part[] = [
  ...checks,
  part('unit', projects('unit')),
  part('simulation', [tsx, 'test/simulation/run.ts']),
  part('transports', projects('transports')),
  part('windows', projects('windows')),
  part('store', projects('store')),
  part('demo', projects('demo')),
  part('at', projects('at')),
  part('package', projects('package')),
  onNode('22'),
  onNode('24'),
  { ...part('lab', projects('lab')), needs: LAB_NEEDS, limit: 45 },
];

function part(name: string, script: readonly string[]): Part {
  return { name, needs: [], node: process.execPath, script, limit: 15 };
}

function projects(...names: readonly string[]): readonly string[] {
  const reporters = ['--reporter=default', '--reporter=./test/runner/tally-reporter.ts'];
  return [vitest, 'run', ...reporters, ...names.flatMap((name) => ['--project', name])];
}

/** Everything that needs no root, on another version of Node. */
function onNode(major: string): Part {
  const node = nodeBinary(major);
  return {
    ...part(`node ${major}`, projects('unit', 'transports', 'store', 'demo')),
    needs: [`node-${major}`],
    node,
    limit: 30,
  };
}
