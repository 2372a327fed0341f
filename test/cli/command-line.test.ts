import { describe, expect, it, vi } from 'vitest';
import { runVipfarm } from './vipfarm.ts';

// The program starts slowly on a loaded machine.
vi.setConfig({ testTimeout: 240_000 });

describe('an option that takes a value', () => {
  it.each([
    ['--limit', ['plan', 'web', '--limit', 'web1', '--limit', 'web2']],
    ['--inventory', ['audit', 'web', '-i', 'a.yaml', '--inventory=b.yaml']],
    ['--output', ['runs', 'list', '--output', 'json', '--output', 'json']],
    ['--batches', ['apply', 'web', '--batches', '1', '--batches', '2']],
    ['--fanout', ['facts', '--fanout', '1', '--fanout', '2']],
  ])('is refused when it is given twice: %s', async (option, words) => {
    expect(await runVipfarm(words)).toMatchObject({
      code: 64,
      stdout: '',
      stderr: `vipfarm: ${option} was given more than once; it takes one value\n`,
    });
  });
});
