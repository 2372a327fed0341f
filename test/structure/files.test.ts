import { execFileSync } from 'node:child_process';
import { basename } from 'node:path';
import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { readSources } from './source.ts';

const sources = readSources('src');
const ours = [...sources, ...readSources('test'), ...readSources('docs')];

const longestFile = 300;
const usualFile = 80;

describe('source files', () => {
  it(`have at most ${longestFile} lines`, () => {
    const tooLong = ours.filter((file) => linesOf(file.text) > longestFile).map((file) => file.path);
    expect(tooLong).toEqual([]);
  });

  it(`have a median below ${usualFile} lines in src`, () => {
    expect(median(sources.map((file) => linesOf(file.text)))).toBeLessThan(usualFile);
  });

  it('have a name that says something', () => {
    const empty = /(^|-)(manager|helpers?|utils?|utilities|service|common|data|info|misc)(-|\.)/;
    const allowed = ['src/core/service.ts'];
    const vague = ours.map((file) => file.path).filter((path) => empty.test(basename(path)));
    expect(vague.filter((path) => !allowed.includes(path))).toEqual([]);
  });

  it('name no class or function after its vagueness', () => {
    const vague = /\b(?:class|interface|type|function)\s+\w*(?:Manager|Helper|Utils?)\b/;
    const unnamed = sources.filter((file) => vague.test(file.text.replaceAll('NetworkManager', '')));
    expect(unnamed.map((file) => file.path)).toEqual([]);
  });

  it('contain no enum, no default export and no leftover to do', () => {
    const leftover = /^\s*(?:export\s+)?(?:const\s+)?enum\s|^export default\b|\b(?:TODO|FIXME|XXX)\b/m;
    expect(sources.filter((file) => leftover.test(file.text)).map((file) => file.path)).toEqual([]);
  });
});

describe('the repository', () => {
  it('has no file that names the folder in which it lies on this machine', () => {
    expect(trackedLines(`${process.cwd()}/`)).toEqual([]);
  });

  it('takes npm packages from no registry of its own', () => {
    const lines = trackedLines('"resolved": ').filter(
      (line) => !line.includes('https://registry.npmjs.org/'),
    );
    expect(lines).toEqual([]);
  });
});

/** `file:line:text` for each line of a tracked file that contains the text; git grep ends with 1 when there is none. */
function trackedLines(text: string): readonly string[] {
  try {
    const output = execFileSync('git', ['grep', '-nIF', '-e', text, '--', ':!test/structure'], {
      encoding: 'utf8',
      maxBuffer: 1 << 26,
    });
    return output.split('\n').filter((line) => line !== '');
  } catch (thrown) {
    if (thrown instanceof Error && 'status' in thrown && thrown.status === 1) return [];
    throw thrown;
  }
}

function linesOf(text: string): number {
  return text.split('\n').length - 1;
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
