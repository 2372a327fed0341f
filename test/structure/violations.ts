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
