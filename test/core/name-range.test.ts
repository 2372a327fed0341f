import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expandNames } from '../../src/core/name-range.ts';
import { Problem } from '../../src/core/problem.ts';

describe('expandNames', () => {
  it.each([
    ['web01', ['web01']],
    ['web[01-03].dc1', ['web01.dc1', 'web02.dc1', 'web03.dc1']],
    ['web[8-11]', ['web8', 'web9', 'web10', 'web11']],
    ['web[098-101]', ['web098', 'web099', 'web100', 'web101']],
    ['db[1-9/4]', ['db1', 'db5', 'db9']],
    ['db[1,3,5-7]', ['db1', 'db3', 'db5', 'db6', 'db7']],
    ['r[1-2]n[01-02]', ['r1n01', 'r1n02', 'r2n01', 'r2n02']],
    ['[1-2]', ['1', '2']],
    ['a,b[1-2],c', ['a', 'b1', 'b2', 'c']],
    ['0[5]x', ['05x']],
  ])('expands %s', (text, names) => {
    expect(expandNames(text)).toEqual(names);
  });

  it('keeps what is written twice, so that lint can say so', () => {
    expect(expandNames('a[1,1-2]')).toEqual(['a1', 'a1', 'a2']);
  });

  it.each([
    ['', /empty/],
    ['a,', /empty/],
    ['web[]', /empty/],
    ['web[1,]', /empty/],
    ['web[3-1]', /runs backward/],
    ['web[1-2', /not closed/],
    ['web1]', /do not match/],
    ['web[[1]]', /do not match/],
    ['web[a-c]', /no number or range/],
    ['web[1-]', /no number or range/],
    ['web[1-9/0]', /step/],
    ['web[1-010]', /padded/],
    ['web[0-99999999]', /more than 1000000/],
    ['w[1-1000]w[1-1000]w[1-1000]', /more than 1000000/],
  ])('refuses %j with the reason', (text, reason) => {
    expect(() => expandNames(text)).toThrow(reason);
    expect(() => expandNames(text)).toThrow(Problem);
  });

  it('gives as many names as the range counts, all as wide as its first number', () => {
    fc.assert(
      fc.property(fc.nat({ max: 500 }), fc.nat({ max: 500 }), fc.nat({ max: 5 }), (from, count, width) => {
        const text = (value: number) => String(value).padStart(width, '0');
        const names = expandNames(`h[${text(from)}-${text(from + count)}]`);
        expect(names).toEqual(Array.from({ length: count + 1 }, (_, at) => `h${text(from + at)}`));
      }),
    );
  });
});
