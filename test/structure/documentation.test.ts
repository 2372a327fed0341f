import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commands } from '../../src/cli/commands.ts';
import { platforms } from '../../src/platforms/index.ts';
import { markdownFiles } from './source.ts';

const pages = markdownFiles().map((path) => {
  return { path, text: readFileSync(path, 'utf8') };
});

describe('the documentation', () => {
  it('links only to files that are there', () => {
    const broken = pages.flatMap(({ path, text }) => {
      return linksOf(text)
        .filter((link) => !existsSync(join(dirname(path), link)))
        .map((link) => `${path}: ${link}`);
    });
    expect(broken).toEqual([]);
  });

  it('names only commands and options that there are', () => {
    const unknown = pages
      .filter((page) => !isAboutTheFuture(page.path))
      .flatMap(({ path, text }) => linesOf(text).map((line) => ({ path, line })))
      .filter(({ line }) => !isCommandLine(line))
      .map(({ path, line }) => `${path}: ${line}`);
    expect(unknown).toEqual([]);
  });

  it.each(platforms.filter((platform) => platform.evidence === 'simulation'))(
    'says of $title what `facts` says: that it was seen on simulated hosts only',
    ({ id }) => {
      const page = readFileSync(`docs/platforms/${id}.md`, 'utf8');
      const row = readFileSync('README.md', 'utf8')
        .split('\n')
        .find((line) => line.startsWith('|') && line.includes(`docs/platforms/${id}.md`));
      expect(page).toContain('**Support rests on simulation.**');
      expect(row).toMatch(/\| simulation: .*never run on such a host/);
    },
  );

  it('is reached from the README, directly or by a page that is', () => {
    const reached = new Set<string>(['README.md']);
    for (const path of reached) {
      const text = existsSync(path) && path.endsWith('.md') ? readFileSync(path, 'utf8') : '';
      for (const link of linksOf(text)) reached.add(join(dirname(path), link));
    }
    const folders = [...reached].filter((path) => path.endsWith('/'));
    const lost = pages
      .map((page) => page.path)
      .filter((path) => {
        return !reached.has(path) && !folders.some((folder) => dirname(path) === folder.slice(0, -1));
      });
    expect(lost).toEqual([]);
  });
});

/** The targets of the links to other files, without anchors. */
function linksOf(text: string): readonly string[] {
  return [...text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)]
    .map((match) => match[1] ?? '')
    .filter((target) => !/^[a-z]+:/.test(target));
}

/** The lines of vipfarm in code: in a fenced block from the beginning of a line on, or a piece in backticks. */
function linesOf(text: string): readonly string[] {
  const fenced = [...text.matchAll(/^```[\s\S]*?^```/gm)].flatMap(([block]) => {
    return [...block.matchAll(/^(?:\$ )?(vipfarm [a-z-].*)/gm)];
  });
  const inline = [...text.replaceAll(/^```[\s\S]*?^```/gm, '').matchAll(/`(vipfarm [a-z-][^`]*)`/g)];
  return [...fenced, ...inline].map((match) => match[1] ?? '');
}

function isCommandLine(line: string): boolean {
  const [, verb = '', ...words] = (line.split('#')[0] ?? '').trim().split(/\s+/);
  const general = ['--help', '--version'];
  if (general.includes(verb) || verb === 'completion') return true;
  const command = commands.find(({ usage }) => usage.split(' ')[0] === verb);
  const options = Object.keys(command?.options ?? {}).map((name) => `--${name}`);
  return (
    command !== undefined &&
    words.every((word) => !/^--/.test(word) || [...general, ...options].includes(word))
  );
}

/** Decisions and the change log may speak of commands that are gone or to come. */
function isAboutTheFuture(path: string): boolean {
  return path.startsWith('docs/decisions/') || path === 'CHANGELOG.md';
}
