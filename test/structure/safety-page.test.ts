import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const page = readFileSync('docs/safety.md', 'utf8');
const rows = [...page.matchAll(/^\| (.+) \| (.+) \| (.+) \|$/gm)]
  .map(([, promise = '', means = '', proof = '']) => ({ promise, means, proof }))
  .filter(({ promise }) => promise !== 'promise' && !promise.startsWith('---'));

describe('what docs/safety.md promises', () => {
  it('is there', () => {
    expect(rows.length).toBeGreaterThan(15);
  });

  it.each(rows)('is shown by tests that there are: $promise', ({ proof }) => {
    const tests = [...proof.matchAll(/\]\(([^)]+)\)/g)].map((match) => match[1] ?? '');
    expect(tests).not.toEqual([]);
    const wrong = tests.filter((test) => !/\.test\.ts$/.test(test) || !existsSync(join('docs', test)));
    expect(wrong).toEqual([]);
  });

  it.each(rows)('is kept by folders that there are: $promise', ({ means }) => {
    const folders = [...means.matchAll(/`(src\/[a-z/]+)`/g)].map((match) => match[1] ?? '');
    expect(folders).not.toEqual([]);
    expect(folders.filter((folder) => !existsSync(folder))).toEqual([]);
  });
});
