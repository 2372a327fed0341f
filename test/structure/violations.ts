import { join } from 'node:path/posix';
import { type Layer, layers } from './layers.ts';
import { type Import, importsOf, type SourceFile, withoutComments } from './source.ts';

/** The imports of a file that go against the table of layers, one line for each. */
export function reversedArrows(file: SourceFile): readonly string[] {
  const own = layerOf(file.path);
  const layer = layers[own];
  if (layer === undefined) return [`${file.path}: the folder ${own} is not in test/structure/layers.ts`];
  return importsOf(file.text)
    .filter((imported) => imported.from.startsWith('.'))
    .filter((imported) => !isAllowed(own, layer, layerOf(join(file.path, '..', imported.from)), imported))
    .map((imported) => `${file.path}: ${own} may not import ${imported.from}`);
}

function isAllowed(own: string, layer: Layer, target: string, imported: Import): boolean {
  if (target === own || layer.imports.includes('*') || layer.imports.includes(target)) return true;
  return !imported.isValue && (layer.types ?? []).includes(target);
}

/** Files that import each other, types included, over whatever way: a line for each round that is found. */
export function circles(files: readonly SourceFile[]): readonly string[] {
  const imports = new Map(files.map((file) => [file.path, neighbours(file)]));
  const done = new Set<string>();
  const found: string[] = [];
  function walk(path: string, way: readonly string[]): void {
    const begin = way.indexOf(path);
    if (begin !== -1) found.push([...way.slice(begin), path].join(' -> '));
    if (begin !== -1 || done.has(path)) return;
    for (const next of imports.get(path) ?? []) walk(next, [...way, path]);
    done.add(path);
  }
  for (const path of imports.keys()) walk(path, []);
  return found;
}

function neighbours({ path, text }: SourceFile): readonly string[] {
  return importsOf(text)
    .filter(({ from }) => from.startsWith('.'))
    .map(({ from }) => join(path, '..', from));
}

/** `core` for src/core/address.ts, `main` for src/main.ts. */
function layerOf(path: string): string {
  return (path.split('/')[1] ?? '').replace(/\.ts$/, '');
}

/** Modules of Node that only compute. */
const pureModules = ['node:crypto', 'node:path'];

const impureWords = [
  /\bDate\.now\b/,
  /\bnew Date\(\)/,
  /\bperformance\.now\b/,
  /\bMath\.random\b/,
  /\brandom(UUID|Bytes|Int)\b/,
  /\bprocess\./,
  /\bfetch\(/,
  /\bset(Timeout|Interval|Immediate)\b/,
];

/** What a file of a pure layer reaches for outside of its arguments, one line for each. */
export function impurities(file: SourceFile): readonly string[] {
  const layer = layers[layerOf(file.path)];
  if (layer?.pure !== true || file.path === layer.edge) return [];
  const modules = importsOf(file.text)
    .filter((imported) => imported.isValue && imported.from.startsWith('node:'))
    .filter((imported) => !pureModules.includes(imported.from))
    .map((imported) => `${file.path}: a pure layer may not import ${imported.from}`);
  const code = withoutComments(file.text);
  const words = impureWords
    .map((word) => word.exec(code)?.[0])
    .filter((word) => word !== undefined)
    .map((word) => `${file.path}: a pure layer may not use ${word}`);
  return [...modules, ...words];
}
