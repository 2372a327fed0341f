import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldNames } from '../../src/core/fold-names.ts';
import { expandNames } from '../../src/core/name-range.ts';

describe('foldNames', () => {
  it('writes consecutive numbers as a range and keeps their padding', () => {
    expect(foldNames(['web01', 'web03', 'web02', 'web10'])).toBe('web[01-03,10]');
    expect(foldNames(['db8', 'db9', 'db10', 'db11'])).toBe('db[8-11]');
  });

  it('leaves numbers alone that do not differ', () => {
    expect(foldNames(['web01.dc1', 'web02.dc1', 'aix01.dc1'])).toBe('web[01-02].dc1,aix01.dc1');
  });

  it('folds several dimensions where every combination is there', () => {
    expect(foldNames(expandNames('r[1-2]n[01-10]'))).toBe('r[1-2]n[01-10]');
    expect(foldNames(['r1n1', 'r2n2'])).toBe('r1n1,r2n2');
  });

  it('keeps names apart that differ in padding only', () => {
    expect(new Set(expandNames(foldNames(['a1', 'a01', 'a2', 'a02', 'a001'])))).toEqual(
      new Set(['a1', 'a01', 'a2', 'a02', 'a001']),
    );
  });

  it('names each host once and is empty for none', () => {
    expect(foldNames(['a', 'a'])).toBe('a');
    expect(foldNames([])).toBe('');
  });

  it('gives a text that expands to exactly the same names', () => {
    const name = fc.stringMatching(/^[a-c][0-9]{0,3}[.-]?[a-b]?[0-9]{0,2}$/);
    fc.assert(
      fc.property(fc.uniqueArray(name, { minLength: 1, maxLength: 60 }), (names) => {
        expect([...expandNames(foldNames(names))].sort()).toEqual([...names].sort());
      }),
    );
  });

  it('gives the same for dense numbers of any width', () => {
    const number = fc.tuple(fc.nat({ max: 30 }), fc.nat({ max: 4 }), fc.nat({ max: 3 }));
    fc.assert(
      fc.property(fc.array(number, { minLength: 1, maxLength: 80 }), (numbers) => {
        const names = numbers.map(([value, width, rack]) => `r${rack}n${String(value).padStart(width, '0')}`);
        expect([...expandNames(foldNames(names))].sort()).toEqual([...new Set(names)].sort());
      }),
    );
  });

  it('survives numbers that no range can count', () => {
    const names = ['a99999999999999999998', 'a99999999999999999999', 'a00000000000000000000'];
    expect([...expandNames(foldNames(names))].sort()).toEqual([...names].sort());
  });
});
