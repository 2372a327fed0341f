import { expect, it } from 'vitest';
import { readSources } from './source.ts';

it('nothing is opened by `using` within a loop', () => {
  // esbuild keeps the error of one round for the next: a round that went well would then throw it again.
  const found = readSources('src').flatMap(({ path, text }) => {
    return usingInLoops(text.split('\n')).map((line) => `${path}:${line}`);
  });
  expect(found).toEqual([]);
});

it('a loop around `using` is seen, and a function between them', () => {
  const opened = '    await using session = open();';
  expect(usingInLoops(['for (;;) {', '  try {', opened, '  }', '}'])).toEqual([3]);
  expect(usingInLoops(['for (;;) {', '  async function once() {', opened, '  }', '}'])).toEqual([]);
});

/** The numbers of such lines, by their indentation: the formatter keeps it. */
function usingInLoops(lines: readonly string[]): readonly number[] {
  return lines.flatMap((line, at) => {
    if (!/^\s*(?:await )?using \w/.test(line)) return [];
    let indent = indentOf(line);
    for (const outer of lines.slice(0, at).reverse()) {
      if (outer.trim() === '' || indentOf(outer) >= indent) continue;
      indent = indentOf(outer);
      if (/\bfunction\b|=> \{$/.test(outer)) return [];
      if (/^\s*(?:for|while|do)\b/.test(outer)) return [at + 1];
    }
    return [];
  });
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
