import { readFileSync, writeFileSync } from 'node:fs';

const path = 'docs/performance.md';

/** Puts lines in place of those between the markers of a section, which must be there. */
export function writeSection(name: string, lines: readonly string[]): void {
  const page = readFileSync(path, 'utf8');
  const begin = `<!-- measured: ${name} -->`;
  const end = `<!-- end of ${name} -->`;
  const from = page.indexOf(begin);
  const to = page.indexOf(end, from);
  if (from === -1 || to === -1) throw new Error(`${path} has no place for ${name}: ${begin} ... ${end}`);
  const text = `\n\n${lines.join('\n').trim()}\n\n`;
  writeFileSync(path, page.slice(0, from + begin.length) + text + page.slice(to));
}
