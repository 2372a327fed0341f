import { expect, it } from 'vitest';
import type { Store } from '../../src/store/store.ts';
import { aCheck, aRun, gather } from '../store/a-run.ts';

const noon = Date.UTC(2026, 10, 22, 12);

/** What somebody may do to the tables, with what is to be found: the kind, and the run (the second of three) or none. */
const deeds: readonly (readonly [deed: string, statements: readonly string[], found: readonly object[]])[] = [
  [
    'an outcome was changed',
    ["update vipfarm_hosts set outcome = 'drift' where run = 'KEY' and seq = 1"],
    [{ kind: 'changed', run: 'KEY', position: 2 }],
  ],
  [
    'the time of an output was changed',
    ["update vipfarm_evidence set at = 'later' where run = 'KEY' and seq = 0"],
    [{ kind: 'changed', run: 'KEY' }],
  ],
  [
    'a host was taken out',
    ["delete from vipfarm_hosts where run = 'KEY' and seq = 1"],
    [{ kind: 'changed', run: 'KEY' }],
  ],
  [
    'the exit code was changed',
    ["update vipfarm_runs set exit_code = 5 where key = 'KEY'"],
    [{ run: 'KEY' }],
  ],
  ['the run was deleted', ["delete from vipfarm_runs where key = 'KEY'"], [{ kind: 'missing', run: 'KEY' }]],
  [
    'the run was deleted with its link',
    ["delete from vipfarm_runs where key = 'KEY'", "delete from vipfarm_chain where run = 'KEY'"],
    [{ kind: 'missing', position: 2 }],
  ],
  [
    'only its link was deleted',
    ["delete from vipfarm_chain where run = 'KEY'"],
    [
      { kind: 'missing', position: 2 },
      { kind: 'added', run: 'KEY' },
    ],
  ],
  [
    'the gap was closed',
    [
      "delete from vipfarm_runs where key = 'KEY'",
      "delete from vipfarm_chain where run = 'KEY'",
      'update vipfarm_chain set position = 2 where position = 3',
      'update vipfarm_chain_head set position = 2',
    ],
    [{ kind: 'changed', position: 2 }],
  ],
  [
    'the newest links were deleted',
    [
      'delete from vipfarm_chain where position > 1',
      "delete from vipfarm_runs where id > '20261122-0300-web'",
    ],
    [{ kind: 'missing', position: 2 }],
  ],
  [
    'two runs were swapped',
    [
      'update vipfarm_chain set position = 9 where position = 2',
      'update vipfarm_chain set position = 2 where position = 3',
      'update vipfarm_chain set position = 3 where position = 9',
    ],
    [
      { kind: 'changed', position: 2 },
      { kind: 'changed', position: 3 },
      { kind: 'changed', position: 3 },
    ],
  ],
  [
    'the outputs of two hosts were swapped',
    [
      "update vipfarm_evidence set seq = 9 where run = 'KEY' and seq = 0",
      "update vipfarm_evidence set seq = 0 where run = 'KEY' and seq = 1",
      "update vipfarm_evidence set seq = 1 where run = 'KEY' and seq = 9",
    ],
    [{ kind: 'changed', run: 'KEY' }],
  ],
];

/** That a chain of runs shows whatever was done to it. */
export function chainContract(
  opened: () => Store,
  tamper: (...statements: readonly string[]) => Promise<void>,
): void {
  const recorded = (...minutes: readonly number[]) => recordInto(opened(), minutes);

  it('finds nothing wrong with what it wrote', async () => {
    await recorded(0, 1, 2);
    const report = await opened().history.verify();
    expect(report).toMatchObject({ runs: 3, pruned: 0, faults: [], newest: report.links[2] });
    expect(report.links.map(({ position }) => position)).toEqual([1, 2, 3]);
  });

  it.each(deeds)('finds out when %s', async (_deed, statements, found) => {
    const [, key = ''] = await recorded(0, 1, 2);
    const named = (text: string): string => text.replaceAll('KEY', key);
    await tamper(...statements.map(named));
    const { faults } = await opened().history.verify();
    expect(faults).toMatchObject(JSON.parse(named(JSON.stringify(found))));
    expect(faults).toHaveLength(found.length);
  });

  it('finds out when an output is no longer what it was', async () => {
    await recorded(0, 1);
    await tamper('update vipfarm_blobs set start = start + 1 where start > 0');
    const { faults } = await opened().history.verify();
    expect(faults.map(({ kind, position }) => [kind, position])).toEqual([
      ['changed', 1],
      ['changed', 2],
    ]);
  });

  it('finds out when a run is there that was never recorded', async () => {
    await recorded(0);
    await tamper(
      `insert into vipfarm_runs (key, id, owner, process, verb, pools, started_at, state, counts)
       values ('forged', 'forged', 'eve', 1, 'audit', '[]', '2026', 'ended', '{}')`,
    );
    expect((await opened().history.verify()).faults).toMatchObject([{ kind: 'added', run: 'forged' }]);
  });
}

/** That runs can be let go of without breaking it. */
export function pruningContract(opened: () => Store): void {
  const recorded = (...minutes: readonly number[]) => recordInto(opened(), minutes);

  it('lets go of runs and leaves a chain that can be verified', async () => {
    const [oldest = '', old = '', young = ''] = await recorded(0, 1, 2);
    const before = await opened().history.verify();
    const link = await opened().history.prune([oldest, old], 'ops@admin1', noon);
    const after = await opened().history.verify();
    expect(after).toMatchObject({ runs: 3, pruned: 2, faults: [], newest: link });
    expect(after.links.slice(0, 3)).toEqual(before.links);
    expect((await opened().history.list()).map(({ key }) => key)).toEqual([young]);
    expect(await gather(opened().history.evidence(old))).toEqual([]);
    expect(await gather(opened().history.evidence(young))).toHaveLength(3);
    expect((await opened().history.hosts(young))[0]?.checks).toEqual([aCheck()]);
  });

  it('adds no link when there is nothing to let go of', async () => {
    await recorded(0);
    const { newest } = await opened().history.verify();
    expect(await opened().history.prune(['nothing'], 'ops@admin1', noon)).toEqual(newest);
  });
}

/** The keys of all runs, the oldest first. */
async function recordInto(store: Store, minutes: readonly number[]): Promise<readonly string[]> {
  for (const minute of minutes) await store.history.record(aRun(minute));
  return (await store.history.list()).map((kept) => kept.key).reverse();
}
