import { describe, expect, it } from 'vitest';
import { accepted, aFarm, rolloutOf, type Survey } from './a-farm.ts';

const members = 'members: ["web[1-6]"]';

async function batchesOf(said: string, survey: Survey = {}): Promise<readonly (readonly string[])[]> {
  const { batches } = accepted(rolloutOf(await aFarm({ web: `${members}${said}` }), survey));
  return batches.map((batch) => batch.hosts);
}

describe('a rollout', () => {
  it('begins with a canary, unless the pool says otherwise', async () => {
    expect(await batchesOf('')).toEqual([['web1'], ['web2'], ['web3', 'web4', 'web5', 'web6']]);
  });

  it('has only hosts to change, of which batches are shares', async () => {
    const survey = { asWanted: ['web1'], refused: ['web2'], unreachable: ['web3'] };
    expect(await batchesOf(', rollout: { batches: [50%] }', survey)).toEqual([['web4', 'web5'], ['web6']]);
    expect(await batchesOf('', { selected: ['web5'] })).toEqual([['web5']]);
    expect(await batchesOf('', { selected: [] })).toEqual([]);
  });

  it('follows the order of the pool: numbers in names count as numbers', async () => {
    const farm = await aFarm({ web: 'members: [web10, web9, db1], rollout: { batches: [100%] }' });
    const hosts = (order: 'inventory' | 'reverse' | 'name') =>
      accepted(rolloutOf(farm, { overrides: { order } })).batches[0]?.hosts;
    expect(hosts('inventory')).toEqual(['web10', 'web9', 'db1']);
    expect(hosts('reverse')).toEqual(['db1', 'web9', 'web10']);
    expect(hosts('name')).toEqual(['db1', 'web9', 'web10']);
  });

  it('spreads over the sites of the hosts', async () => {
    const sites = '{ "web[1-3]": { site: a }, "web[4-6]": { site: b } }';
    const farm = await aFarm({ web: `${members}, rollout: { batches: [2], spread: site }` }, sites);
    expect(accepted(rolloutOf(farm)).batches.map((batch) => batch.hosts)).toEqual([
      ['web1', 'web4'],
      ['web2', 'web5'],
      ['web3', 'web6'],
    ]);
    const together = accepted(rolloutOf(farm, { overrides: { spread: 'none' } })).batches[0]?.hosts;
    expect(together).toEqual(['web1', 'web2']);
  });

  it('does what the command line says instead of what the pool says', async () => {
    const said = 'rollout: { batches: [3], pause: 5m, deadman: none, onFailure: rollback-run }';
    const farm = await aFarm({ web: `${members}, ${said}` });
    expect(accepted(rolloutOf(farm)).batches).toMatchObject([
      { hosts: ['web1', 'web2', 'web3'], pause: 300_000, deadman: 'none', onFailure: 'rollback-run' },
      { hosts: ['web4', 'web5', 'web6'] },
    ]);
    const overrides = { batches: ['100%'], pause: 0, deadman: 60_000, onFailure: 'stop' } as const;
    expect(accepted(rolloutOf(farm, { overrides })).batches).toMatchObject([
      { hosts: { length: 6 }, pause: 0, deadman: 60_000, onFailure: 'stop' },
    ]);
  });

  it('never lets more of a batch fail than of the run', async () => {
    const farm = await aFarm({
      web: `${members}, rollout: { batches: [4], maxFail: 1, maxFailInBatch: 50% }`,
    });
    const { batches, maxFail } = accepted(rolloutOf(farm));
    expect([maxFail, batches.map((batch) => batch.maxFail)]).toEqual([1, [1, 1]]);
    const more = accepted(rolloutOf(farm, { overrides: { maxFail: '50%' } }));
    expect([more.maxFail, more.batches.map((batch) => batch.maxFail)]).toEqual([3, [2, 1]]);
  });
});

describe('a rollout to several pools', () => {
  const pools = {
    web: 'members: ["h[1-4]"], rollout: { batches: [2], maxFail: 2 }',
    dns: 'members: ["h[3-6]"], rollout: { batches: [4], maxFail: 50%, pause: 1m }',
  };

  it('changes one pool after the other, a host of both with the first that was named', async () => {
    const farm = await aFarm(pools);
    const told = (names: readonly string[]) =>
      accepted(rolloutOf(farm, { pools: names })).batches.map(({ pool, hosts }) => [pool, ...hosts]);
    expect(told(['web', 'dns'])).toEqual([
      ['web', 'h1', 'h2'],
      ['web', 'h3', 'h4'],
      ['dns', 'h5', 'h6'],
    ]);
    expect(told(['dns', 'web'])).toEqual([
      ['dns', 'h3', 'h4', 'h5', 'h6'],
      ['web', 'h1', 'h2'],
    ]);
  });

  it('takes the strictest of their limits, or that of the command line for all hosts', async () => {
    const farm = await aFarm(pools);
    const limit = (survey: Survey) => accepted(rolloutOf(farm, { pools: ['web', 'dns'], ...survey })).maxFail;
    expect(limit({})).toBe(1);
    expect(limit({ asWanted: ['h5', 'h6'] })).toBe(2);
    expect(limit({ overrides: { maxFail: '50%' } })).toBe(3);
    expect(limit({ selected: [] })).toBe(0);
  });
});
