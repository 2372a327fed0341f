import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { accepted, aFarm, rolloutOf } from './a-farm.ts';

const page = readFileSync('docs/how-to/rollouts.md', 'utf8');
const row =
  /^\| `(?<setting>\w+): (?<said>[^`]+)` \| (?<of>\d+) (?<what>to change|in the batch|members) \| (?<result>[\d, ]+) \|/gm;
const examples = [...page.matchAll(row)].map(({ groups = {} }) => ({
  setting: groups['setting'] ?? '',
  said: groups['said'] ?? '',
  of: Number(groups['of']),
  what: groups['what'] ?? '',
  result: (groups['result'] ?? '').split(', ').map(Number),
}));

describe('the worked examples of docs/how-to/rollouts.md', () => {
  it('are all read: each row of their table, and each setting that counts hosts', () => {
    const table = page.slice(page.indexOf('| setting | of | comes to |')).split('\n\n')[0] ?? '';
    expect(examples.length).toBe(table.trim().split('\n').length - 2);
    expect([...new Set(examples.map(({ setting }) => setting))]).toEqual([
      'batches',
      'maxFail',
      'maxFailInBatch',
      'keepInService',
    ]);
  });

  it.each(examples)(
    '$setting: $said of $of $what comes to $result',
    async ({ setting, said, of, result }) => {
      // The limit of a batch is never above that of the run, so the latter is opened.
      const others = setting === 'maxFailInBatch' ? `batches: [${of}], maxFail: ${of}, ` : '';
      const fleet = await aFarm({
        web: `members: ["web[1-${of}]"], rollout: { ${others}${setting}: ${said} }`,
      });
      const { batches, maxFail, capacities } = accepted(rolloutOf(fleet));
      const comesTo: Readonly<Record<string, readonly number[]>> = {
        batches: batches.map((batch) => batch.hosts.length),
        maxFail: [maxFail],
        maxFailInBatch: batches.map((batch) => batch.maxFail),
        keepInService: capacities.map((capacity) => capacity.keep),
      };
      expect(comesTo[setting]).toEqual(result);
    },
  );
});
