import { configDefaults, defineConfig } from 'vitest/config';

/** The projects that are not `unit`, each with the folders that belong to it. */
const folders = {
  structure: ['test/structure'],
  transports: ['test/transports', 'test/contract'],
  windows: ['test/powershell-host', 'test/platforms/windows'],
  store: ['test/store'],
  demo: ['test/demo'],
  package: ['test/package'],
  // Its daemon is seen by every script that looks for one, so nothing else runs beside it.
  at: ['test/at'],
  lab: ['test/lab'],
};

const elsewhere = Object.values(folders).flat().map(testsIn);

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    setupFiles: ['test/steady-properties.ts'],
    projects: [
      project('unit', ['test/**/*.test.ts'], elsewhere),
      ...Object.entries(folders).map(([name, owned]) => project(name, owned.map(testsIn), [])),
    ],
  },
});

function project(name: string, include: readonly string[], exclude: readonly string[]) {
  return {
    extends: true as const,
    test: {
      name,
      include: [...include],
      exclude: [...configDefaults.exclude, ...exclude],
      // The lab's hosts are one machine's network: its files take turns.
      fileParallelism: name !== 'lab',
    },
  };
}

function testsIn(folder: string): string {
  return `${folder}/**/*.test.ts`;
}
