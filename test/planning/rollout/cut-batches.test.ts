import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batchSize } from '../../../src/core/host-count.ts';
import { cutBatches } from '../../../src/planning/rollout/cut-batches.ts';

const hosts = fc
  .integer({ min: 0, max: 60 })
  .map((count) => Array.from({ length: count }, (_, at) => `h${at}`));
const count = fc.oneof(
  fc.integer({ min: 1, max: 70 }),
  fc.integer({ min: 1, max: 100 }).map((share) => `${share}%`),
);
const counts = fc.array(count, { minLength: 1, maxLength: 4 });
const sites = fc.array(fc.constantFrom('a', 'b', 'c', undefined), { minLength: 60, maxLength: 60 });

type Site = string | undefined;

function siteBy(names: readonly Site[]): (host: string) => Site {
  return (host) => names[Number(host.slice(1))];
}

describe('batches', () => {
  it('have each host once, in the order given', () => {
    fc.assert(
      fc.property(hosts, counts, (names, sizes) => {
        expect(cutBatches(names, sizes).flat()).toEqual(names);
      }),
    );
  });

  it('are as large as asked for, the last size again and again, but for the last batch', () => {
    fc.assert(
      fc.property(hosts, counts, fc.option(sites), (names, sizes, where) => {
        const batches = cutBatches(names, sizes, where === null ? undefined : siteBy(where));
        for (const [at, batch] of batches.entries()) {
          const asked = batchSize(sizes[Math.min(at, sizes.length - 1)] ?? 0, names.length);
          if (at < batches.length - 1) expect(batch.length).toBe(asked);
          else expect(batch.length).toBeLessThanOrEqual(asked);
          expect(batch.length).toBeGreaterThan(0);
        }
      }),
    );
  });
});

describe('batches that are spread over sites', () => {
  it('have each host once, those of one site in the order given, and begin with the first that is left', () => {
    fc.assert(
      fc.property(hosts, counts, sites, (names, sizes, where) => {
        const siteOf = siteBy(where);
        const batches = cutBatches(names, sizes, siteOf);
        expect(batches.flat().toSorted()).toEqual(names.toSorted());
        for (const site of new Set(where)) {
          const ofSite = (host: string): boolean => siteOf(host) === site;
          expect(batches.flat().filter(ofSite)).toEqual(names.filter(ofSite));
        }
        for (const [at, batch] of batches.entries()) {
          const left = new Set(batches.slice(at).flat());
          expect(batch[0]).toBe(names.find((name) => left.has(name)));
        }
      }),
    );
  });

  it('take no second host of a site while another has one left that gave fewer', () => {
    fc.assert(
      fc.property(hosts, counts, sites, (names, sizes, where) => {
        const siteOf = siteBy(where);
        const batches = cutBatches(names, sizes, siteOf);
        for (const [at, batch] of batches.entries()) {
          const taken = (site: Site): number => batch.filter((host) => siteOf(host) === site).length;
          const withMore = new Set(
            batches
              .slice(at + 1)
              .flat()
              .map(siteOf),
          );
          for (const site of new Set(batch.map(siteOf))) {
            for (const other of withMore) expect(taken(site)).toBeLessThanOrEqual(taken(other) + 1);
          }
        }
      }),
    );
  });

  it('are as many as they must be: pairs of one site are left to the end only where one site is larger', () => {
    const where = ['a', 'b', 'c', 'c', 'c', 'c'];
    const names = where.map((_, at) => `h${at}`);
    expect(cutBatches(names, [2], siteBy(where))).toEqual([
      ['h0', 'h2'],
      ['h1', 'h3'],
      ['h4', 'h5'],
    ]);
  });
});
