import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batchSize, failuresAllowed, isHostCount, membersToKeep } from '../../src/core/host-count.ts';

/** A share in thousandths of a percent, so that the true figure can be told in whole numbers. */
const share = fc.integer({ min: 0, max: 100_000 });
const farm = fc.integer({ min: 1, max: 20_000 });

function written(thousandths: number): string {
  return `${(thousandths / 1000).toFixed(3)}%`;
}

describe('a share of hosts', () => {
  it('that may fail is the largest number that is not above it', () => {
    fc.assert(
      fc.property(share, farm, (thousandths, all) => {
        const exact = (BigInt(thousandths) * BigInt(all)) / 100_000n;
        expect(failuresAllowed(written(thousandths), all)).toBe(Number(exact));
      }),
    );
  });

  it('that stays in service is the smallest number that is not below it', () => {
    fc.assert(
      fc.property(share, farm, (thousandths, all) => {
        const exact = (BigInt(thousandths) * BigInt(all) + 99_999n) / 100_000n;
        expect(membersToKeep(written(thousandths), all)).toBe(Number(exact));
      }),
    );
  });

  it('is not moved by the fractions of binary numbers', () => {
    expect(failuresAllowed('0.072%', 12_500)).toBe(9);
    expect(membersToKeep('0.07%', 10_000)).toBe(7);
    expect(batchSize('0.085%', 20_000)).toBe(17);
  });

  it('that is a batch has at least one host and at most all', () => {
    fc.assert(
      fc.property(share, farm, (thousandths, all) => {
        const size = batchSize(written(thousandths), all);
        expect(size).toBe(Math.max(1, membersToKeep(written(thousandths), all)));
        expect(size).toBeLessThanOrEqual(all);
      }),
    );
  });
});

describe('a number of hosts', () => {
  it('is what it says, but a batch has no more than there are', () => {
    expect([failuresAllowed(7, 3), membersToKeep(7, 3), batchSize(7, 3)]).toEqual([7, 7, 3]);
  });

  it.each([0, 1, '0%', '12.5%', '100%', '100.0%'])('may be %s', (count) => {
    expect(isHostCount(count)).toBe(true);
  });

  it.each([-1, 1.5, Number.NaN, '', '5', '%', '-1%', '101%', '100.1%', '1e2%', '5 %', '٥%'])(
    'is not %s',
    (count) => {
      expect(isHostCount(count)).toBe(false);
    },
  );
});
