import { describe, expect, it } from 'vitest';
import { type OverrideOption, parseOverrides } from '../../../src/planning/rollout/parse-overrides.ts';

function parse(options: Partial<Record<OverrideOption, string>>): ReturnType<typeof parseOverrides> {
  return parseOverrides((option) => options[option]);
}

describe('options that override a rollout', () => {
  it('say nothing where they are absent', () => {
    expect(parse({})).toEqual({});
  });

  it('are read as the inventory writes them', () => {
    const options = {
      batches: '1, 10%,100%',
      'max-fail': '5%',
      'keep-in-service': '0',
      pause: '5m',
      deadman: '90s',
      'on-failure': 'rollback-run',
      spread: 'site',
      order: 'name',
    };
    expect(parse(options)).toEqual({
      batches: [1, '10%', '100%'],
      maxFail: '5%',
      keepInService: 0,
      pause: 300_000,
      deadman: 90_000,
      onFailure: 'rollback-run',
      spread: 'site',
      order: 'name',
    });
    expect(parse({ deadman: 'none', pause: '0s' })).toEqual({ deadman: 'none', pause: 0 });
  });

  it.each([
    ['batches', '', /^--batches takes a number of hosts or a share .* such as 1,10%,100%, not ""$/],
    ['batches', '1,,2', /^--batches takes/],
    ['batches', '1,0', /^--batches takes batches of at least one host, not "1,0"$/],
    ['batches', '1,150%', /^--batches takes .* at most 100%/],
    ['max-fail', '-1', /^--max-fail takes/],
    ['max-fail', '5.5', /^--max-fail takes/],
    ['keep-in-service', 'most', /^--keep-in-service takes/],
    ['pause', '5', /^--pause takes a time such as 90s/],
    ['pause', '25h', /^--pause takes .* at most 24h/],
    ['deadman', '0s', /^--deadman takes auto, none, or a time/],
    ['on-failure', 'rollback', /^--on-failure takes stop or rollback-batch or rollback-run, not "rollback"$/],
    ['spread', 'rack', /^--spread takes site or none/],
    ['order', 'random', /^--order takes inventory or reverse or name/],
  ] as const)('refuse --%s %s, and name the option', (option, text, message) => {
    expect(() => parse({ [option]: text })).toThrow(
      expect.objectContaining({ code: 'usage', message: expect.stringMatching(message) }),
    );
  });

  it('ask which word was meant', () => {
    expect(() => parse({ order: 'revers' })).toThrow(
      expect.objectContaining({ wayOut: 'did you mean "reverse"?' }),
    );
  });
});
