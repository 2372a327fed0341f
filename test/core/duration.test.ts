import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { durationText, parseDuration } from '../../src/core/duration.ts';

describe('a time', () => {
  it.each([
    ['0s', 0],
    ['90s', 90_000],
    ['10m', 600_000],
    ['24h', 86_400_000],
  ])('%s is %d milliseconds', (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds);
  });

  it.each(['', '5', 's', '-1s', '1.5h', '25h', '86401s', '1d', '5ms', '1 h', '99999999s', '1h30m'])(
    'is not %j',
    (text) => {
      expect(parseDuration(text)).toBeUndefined();
    },
  );

  it('is told in the largest unit that fits, and read back as the same', () => {
    expect([0, 1500, 60_000, 90_000, 7_200_000].map(durationText)).toEqual([
      '0s',
      '1500ms',
      '1m',
      '90s',
      '2h',
    ]);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 86_400 }), (seconds) => {
        expect(parseDuration(durationText(seconds * 1000))).toBe(seconds * 1000);
      }),
    );
  });
});
