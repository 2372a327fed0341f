import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { simulate } from './simulate.ts';

const seeds = Number(process.env['SEEDS'] ?? 1_000);

describe('a simulated farm', () => {
  it(`keeps every invariant in ${seeds} nights`, { timeout: 600_000 }, async () => {
    const broken: string[] = [];
    for (let seed = 1; seed <= seeds; seed += 1) {
      const { violations } = await simulate(seed);
      if (violations.length > 0) broken.push(`SEED=${seed} npx tsx test/simulation/run.ts: ${violations[0]}`);
    }
    expect(broken).toEqual([]);
  });

  it('goes the same way each time that a seed is played', async () => {
    for (const seed of [1, 4711, 99_999]) {
      const [once, again] = [await simulate(seed), await simulate(seed)];
      expect(again.journals.join('\n')).toBe(once.journals.join('\n'));
      expect(again.events).toBe(once.events);
    }
  });
});
