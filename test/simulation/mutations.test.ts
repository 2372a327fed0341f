import { afterEach, describe, expect, it, vi } from 'vitest';
import { mutations } from './mutations.ts';

/** Nights until a fault must have been found. */
const patience = 600;

afterEach(() => {
  vi.resetModules();
});

describe('a fault that is put into the engine', () => {
  it.each(mutations)('is found: $what', { timeout: 300_000 }, async ({ module, spoil }) => {
    vi.resetModules();
    const path = `../../src/${module}`;
    vi.doMock(path, spoil);
    const { simulate } = await import('./simulate.ts');
    const found: string[] = [];
    for (let seed = 1; seed <= patience && found.length === 0; seed += 1) {
      const { violations } = await simulate(seed);
      // A run that only falls over its own feet says nothing of the judge.
      found.push(...violations.filter((violation) => !violation.includes('does not come to its end')));
    }
    vi.doUnmock(path);
    expect(found).not.toEqual([]);
  });
});
