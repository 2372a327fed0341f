import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface SourceFile {
  /** From the project's folder: `src/core/address.ts`. */
  readonly path: string;
  readonly text: string;
}

export interface Import {
  readonly from: string;
  /** False for `import type` and `export type`, of which nothing is left when the program runs. */
  readonly isValue: boolean;
}

/** The TypeScript files below a folder. */
export function readSources(folder: string): readonly SourceFile[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .sort()
    .map((name) => join(folder, name))
    .map((path) => ({ path, text: readFileSync(path, 'utf8') }));
}

/** Every page of the documentation, from the project's folder. */
export function markdownFiles(): readonly string[] {
  const pages = readdirSync('docs', { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.md'),
  );
  return ['README.md', 'CHANGELOG.md', ...pages.sort().map((name) => join('docs', name))];
}

const statement = /^\s*(?:import|export)\s+(type\s)?(?:[\w*{][^;'"]*?\sfrom\s+)?['"]([^'"]+)['"]/gm;
const expression = /\bimport\(\s*['"]([^'"]+)['"]\s*\)/g;

/** What a file imports, by statements and by `import()`. */
export function importsOf(text: string): readonly Import[] {
  const code = withoutComments(text);
  const statements = [...code.matchAll(statement)].map((match) => {
    return { from: match[2] ?? '', isValue: match[1] === undefined };
  });
  const expressions = [...code.matchAll(expression)].map((match) => ({
    from: match[1] ?? '',
    isValue: true,
  }));
  return [...statements, ...expressions];
}

/** Removes block comments and line comments; a `//` inside a text or a URL is not one. */
export function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|\s)\/\/.*$/gm, '$1');
}
