import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldNames } from '../../src/core/fold-names.ts';
import { Problem } from '../../src/core/problem.ts';
import type { NamedSets } from '../../src/inventory/limit-word.ts';
import { loadFleet } from '../../src/inventory/load-fleet.ts';
import { selectHosts } from '../../src/inventory/select-hosts.ts';

const fleet = await loadFleet(
  'farm.yaml',
  `version: 1
groups: { canaries: { hosts: [web01, api1], tags: canary }, spare: { hosts: [idle1] } }
hosts: { "web[06-10]": { site: dc2 } }
pools:
  web: { vips: [192.0.2.1], members: ["web[01-10]"], tags: front }
  api: { vips: [192.0.2.2], members: ["api[1-3]", "web10"] }`,
);
const lastRun: NamedSets = (name) => (name === 'failed' ? ['web03', 'api2', 'long-gone'] : undefined);

describe('selectHosts', () => {
  it('takes the members of all pools, or of those that are named, each host once', () => {
    expect(select()).toBe('web[01-10],api[1-3]');
    expect(select(undefined, ['api'])).toBe('api[1-3],web10');
    expect(select(undefined, ['api', 'web'])).toBe('web[01-10],api[1-3]');
  });

  it.each([
    ['web03', 'web03'],
    ['web[02-04]', 'web[02-04]'],
    ['web[02-04],api1', 'web[02-04],api1'],
    ['web0*', 'web[01-09]'],
    ['???1', 'api1'],
    ['*1', 'web01,api1'],
    ['all', 'web[01-10],api[1-3]'],
    ['@canaries', 'web01,api1'],
    ['@failed', 'web03,api2'],
    ['tag:canary', 'web01,api1'],
    ['site:dc2', 'web[06-10]'],
    ['pool:api', 'web10,api[1-3]'],
    ['pool:api and pool:web', 'web10'],
    ['web* & !web[01-09]', 'web10'],
    ['tag:front and not @failed and not site:dc2', 'web[01-02,04-05]'],
    ['api1 or web01 and tag:canary', 'web01,api1'],
    ['(api1 or web02) and tag:canary', 'api1'],
    ['not (web* | api1)', 'api[2-3]'],
    ['not not web01', 'web01'],
  ])('--limit "%s" leaves %s', (limit, hosts) => {
    expect(select(limit)).toBe(hosts);
  });

  it('tells for each pool which of its members are left', () => {
    const { pools } = selectHosts(fleet, [], 'web10 or api1');
    expect(pools.map(({ pool, members }) => [pool.name, members.map((host) => host.name)])).toEqual([
      ['web', ['web10']],
      ['api', ['api1', 'web10']],
    ]);
  });

  it.each([
    ['web99', /there is no host "web99"; did you mean "web0?9"/, 0],
    ['web[09-12]', /web\[11-12\] are not in the inventory/, 0],
    ['web[3-1]', /runs backward/, 0],
    ['zz*', /no host is named like zz\*/, 0],
    ['web01 and @canarie', /no group "canarie"; did you mean "canaries"/, 10],
    ['@undone', /no former run is known/, 0],
    ['tag:frnt', /no tag "frnt"; did you mean "front"/, 0],
    ['web01 and', /a host is missing at the end/, 9],
    ['and web01', /a host is missing before "and"/, 0],
    ['web01 web02', /"and" or "or" is missing before "web02"/, 6],
    ['(web01', /not closed/, 0],
    ['web01)', /no parenthesis is open/, 5],
    ['web*,!web01', /would add every other host/, 5],
    ['', /a host is missing/, 0],
  ])('refuses --limit "%s" and points at the place', (limit, message, caret) => {
    const problem = problemOf(() => selectHosts(fleet, [], limit, lastRun));
    expect(problem.code).toBe('usage');
    expect(problem.message).toMatch(message);
    expect(problem.message.split('\n').at(-1)).toBe(`${' '.repeat(4 + caret)}^`);
  });

  it('refuses a pool that there is not, and asks what was meant', () => {
    const problem = problemOf(() => selectHosts(fleet, ['wep']));
    expect(problem.message).toBe('there is no pool "wep" in farm.yaml');
    expect(problem.wayOut).toBe('did you mean "web"?');
  });

  it('refuses to go on with nobody: doing nothing would look like success', () => {
    expect(problemOf(() => selectHosts(fleet, ['api'], 'web01')).message).toMatch(
      /leaves no member of pool api/,
    );
  });

  it('follows the laws of sets', () => {
    const word = fc.constantFrom(
      'web0*',
      'api1',
      'tag:front',
      'site:dc2',
      '@canaries',
      '@failed',
      'pool:api',
    );
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(names(`not (${a} or ${b})`)).toEqual(names(`not ${a} and not ${b}`));
        expect(names(`${a} and ${b}`)).toEqual(names(`${b} & ${a}`));
        expect([...names(`${a} and not ${b}`), ...names(`${a} and ${b}`)].sort()).toEqual(
          [...names(a)].sort(),
        );
      }),
    );
  });
});

function select(limit?: string, pools: readonly string[] = []): string {
  return foldNames(selectHosts(fleet, pools, limit, lastRun).hosts.map((host) => host.name));
}

/** The selected names; nobody is an answer here. */
function names(limit: string): readonly string[] {
  try {
    return selectHosts(fleet, [], limit, lastRun).hosts.map((host) => host.name);
  } catch (thrown) {
    if (thrown instanceof Problem && thrown.message.includes('leaves no member')) return [];
    throw thrown;
  }
}

function problemOf(work: () => unknown): Problem {
  try {
    work();
  } catch (thrown) {
    if (thrown instanceof Problem) return thrown;
  }
  throw new Error('no Problem was thrown');
}
