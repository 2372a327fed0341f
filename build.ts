/**
 * `npm run build`: the program of src/ and most of what it depends on become a few files in dist/. Node spends more on
 * finding and loading some 400 files than on running them: an audit would take twice as long to begin.
 */
import { rmSync } from 'node:fs';
import { build } from 'esbuild';

rmSync('dist', { recursive: true, force: true });
await build({
  entryPoints: ['src/main.ts'],
  outdir: 'dist',
  chunkNames: 'program/[name]-[hash]',
  bundle: true,
  // What only one command needs stays in a file of its own.
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  // They have files that belong beside theirs, or are not needed by everybody.
  external: ['ssh2', 'yargs', 'libsql', 'pg', 'koffi'],
  // Packages in CommonJS among the others ask for modules of Node in their own way. A file may import createRequire itself.
  banner: {
    js: "import { createRequire as requireOf } from 'node:module';\nconst require = requireOf(import.meta.url);",
  },
  // Otherwise a node_modules that is a link would put the path of its target into the files.
  preserveSymlinks: true,
  logLevel: 'warning',
});
