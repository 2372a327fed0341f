import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeProblem } from '../../../src/core/problem.ts';
import { parseOverrides } from '../../../src/planning/rollout/parse-overrides.ts';
import { serviceNotKept } from '../../../src/planning/rollout/weigh-capacities.ts';
import { accepted, aFarm, refusals, rolloutOf, type Survey } from './a-farm.ts';

const web = 'members: ["web[01-10]"], rollout: { keepInService: 80% }';

describe('what stays in service', () => {
  it('is said for each pool that asks for it, with the members that are out already', async () => {
    const farm = await aFarm({ web });
    const { capacities } = accepted(rolloutOf(farm, { unreachable: ['web03'] }));
    expect(capacities).toMatchObject([{ pool: 'web', keep: 8, asked: '80%', out: ['web03'] }]);
    expect(capacities[0]?.members).toHaveLength(10);
    expect(accepted(rolloutOf(farm, { overrides: { keepInService: 0 } })).capacities).toEqual([]);
    expect(accepted(rolloutOf(farm, { asWanted: farm.pools.get('web')?.members ?? [] })).capacities).toEqual(
      [],
    );
  });

  it('is held for a pool that the run does not name but whose member it changes, as that pool says', async () => {
    const dns = 'members: [web10, dns1, dns2], rollout: { keepInService: 2 }';
    const farm = await aFarm({ web, dns, other: 'members: [x, y], rollout: { keepInService: 1 }' });
    const overrides = { keepInService: '50%' };
    expect(accepted(rolloutOf(farm, { overrides })).capacities).toMatchObject([
      { pool: 'web', keep: 5 },
      { pool: 'dns', keep: 2, out: [] },
    ]);
    expect(accepted(rolloutOf(farm, { selected: ['web01'] })).capacities).toMatchObject([{ pool: 'web' }]);
    expect(refusals(rolloutOf(farm, { pools: ['web', 'dns'], unreachable: ['dns1'] }))).toEqual([
      'dns: 2 of 3 must stay in service (keepInService 2), 1 is out already (dns1: unreachable), so none can be changed; 1 more must come back, or keepInService be at most 1',
    ]);
  });

  it('counts as out what apply refuses in its pools, but not in others: nobody knows of those', async () => {
    const farm = await aFarm({ web, dns: 'members: ["web[01-04]"], rollout: { keepInService: 1 }' });
    const { capacities } = accepted(rolloutOf(farm, { refused: ['web01'] }));
    expect(capacities).toMatchObject([
      { pool: 'web', out: ['web01'] },
      { pool: 'dns', out: [] },
    ]);
  });

  it('counts as out what an earlier run left out of service, and brings that back first', async () => {
    const farm = await aFarm({ web });
    const rollout = accepted(
      rolloutOf(farm, { leftOut: ['web05', 'web09'], overrides: { batches: [1, '100%'] } }),
    );
    expect(rollout.capacities).toMatchObject([{ keep: 8, out: ['web05', 'web09'] }]);
    expect(rollout.batches[0]?.hosts).toEqual(['web05']);
    expect(rollout.batches[1]?.hosts.slice(0, 2)).toEqual(['web09', 'web01']);
  });

  it('cannot know of members outside the selection', async () => {
    const farm = await aFarm({ web });
    const survey = { selected: ['web01', 'web02', 'web03'], unreachable: ['web02', 'web03'] };
    expect(refusals(rolloutOf(farm, survey))).toHaveLength(1);
    expect(accepted(rolloutOf(farm, { selected: ['web01'] })).capacities).toMatchObject([{ out: [] }]);
  });
});

describe('a run that could not keep enough in service', () => {
  it('is refused, and says by how much', async () => {
    const rollout = rolloutOf(await aFarm({ web }), { unreachable: ['web03', 'web07'] });
    if (!('refused' in rollout)) throw new Error('it was not refused');
    const problem = serviceNotKept(rollout);
    expect(problem.code).toBe('service-not-kept');
    expect(describeProblem(problem)).toBe(
      'nothing is changed: web: 8 of 10 must stay in service (keepInService 80%), 2 are out already (web[03,07]: unreachable), so none can be changed; 1 more must come back, or keepInService be at most 70%',
    );
  });

  it('tells all pools that fall short, and every reason', async () => {
    const farm = await aFarm({ web, dns: 'members: [web01, x], rollout: { keepInService: 1 }' });
    const survey: Survey = {
      pools: ['web', 'dns'],
      unreachable: ['web03', 'x'],
      refused: ['web07', 'web08'],
    };
    const rollout = rolloutOf(farm, survey);
    if (!('refused' in rollout)) throw new Error('it was not refused');
    expect(describeProblem(serviceNotKept(rollout))).toBe(`nothing is changed:
  web: 8 of 10 must stay in service (keepInService 80%), 3 are out already (web03: unreachable; web[07-08]: refused), so none can be changed; 2 more must come back, or keepInService be at most 60%
  dns: 1 of 2 must stay in service (keepInService 1), 1 is out already (x: unreachable), so none can be changed; 1 more must come back, or keepInService be at most 0`);
  });

  it('does not wait for more members than are out', async () => {
    const overrides = { keepInService: '95%' };
    expect(refusals(rolloutOf(await aFarm({ web }), { overrides }))).toEqual([
      'web: 10 of 10 must stay in service (keepInService 95%), so none can be changed; let keepInService be at most 90%',
    ]);
  });

  it('names a limit that holds, the highest one', async () => {
    const farm = await aFarm({ web: 'members: ["h[0-19]"]' });
    const members = farm.pools.get('web')?.members ?? [];
    const out = fc.subarray([...members], { maxLength: 19 });
    const verb = fc.constantFrom('apply', 'remove');
    const asked = fc.oneof(
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 1, max: 100 }).map((share) => `${share}%`),
    );
    fc.assert(
      fc.property(out, verb, asked, (unreachable, how, keepInService) => {
        // One host is always there to be changed, and one is never selected, so that a removal is in part.
        const selected = ['h0', ...unreachable.filter((host) => host !== 'h0' && host !== 'h19')];
        const survey = { verb: how, selected, unreachable: selected.slice(1) };
        const [refusal] = refusals(rolloutOf(farm, { ...survey, overrides: { keepInService } }));
        const left = 20 - selected.length;
        const kept =
          typeof keepInService === 'number'
            ? keepInService
            : Math.ceil(Number.parseInt(keepInService, 10) / 5);
        expect(refusal === undefined).toBe(kept <= left);
        if (refusal === undefined) return;
        const most = /at most (\d+%?)$/.exec(refusal)?.[1] ?? '';
        const again = parseOverrides((option) => (option === 'keep-in-service' ? most : undefined));
        expect(refusals(rolloutOf(farm, { ...survey, overrides: again }))).toEqual([]);
        const above = most.endsWith('%') ? `${Number.parseInt(most, 10) + 1}%` : Number(most) + 1;
        expect(refusals(rolloutOf(farm, { ...survey, overrides: { keepInService: above } }))).toHaveLength(1);
      }),
    );
  });
});

describe('a removal', () => {
  it('from some members leaves as many as must stay', async () => {
    const farm = await aFarm({ web });
    const remove = (selected: readonly string[], said: Survey = {}) =>
      refusals(rolloutOf(farm, { verb: 'remove', selected, ...said }));
    expect(remove(['web01', 'web02'])).toEqual([]);
    expect(remove(['web01', 'web02', 'web03'])).toEqual([
      'web: 8 of 10 must stay in service (keepInService 80%), 3 would leave; let keepInService be at most 70%',
    ]);
    expect(remove(['web01', 'web02', 'web03', 'web04'], { asWanted: ['web03', 'web04'] })).toEqual([
      'web: 8 of 10 must stay in service (keepInService 80%), 2 are out already (web[03-04]: nothing to remove) and 2 would leave; 2 more must come back, or keepInService be at most 60%',
    ]);
  });

  it('that is refused on a host leaves it in service', async () => {
    const survey: Survey = { verb: 'remove', selected: ['web01', 'web02', 'web03'], refused: ['web03'] };
    expect(refusals(rolloutOf(await aFarm({ web }), survey))).toEqual([]);
  });

  it('from all members keeps nothing of this pool, but of other pools of the same hosts', async () => {
    const farm = await aFarm({ web, dns: 'members: ["web[01-10]"], rollout: { keepInService: 9 }' });
    expect(accepted(rolloutOf(farm, { verb: 'remove' })).capacities).toMatchObject([
      { pool: 'dns', keep: 9 },
    ]);
    expect(refusals(rolloutOf(farm, { verb: 'remove', unreachable: ['web02'] }))).toEqual([
      'dns: 9 of 10 must stay in service (keepInService 9), 1 is out already (web02: unreachable), so none can be changed; 1 more must come back, or keepInService be at most 8',
    ]);
  });
});
