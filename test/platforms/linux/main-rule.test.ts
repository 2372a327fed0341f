import process from 'node:process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { trialRecordPath } from '../../../src/platforms/linux/place.ts';
import { planLinux } from '../../../src/platforms/linux/plan.ts';
import { stacks } from '../../../src/platforms/linux/stacks/index.ts';
import { type NamedDeed, partsOfTrial } from '../../../src/platforms/trial.ts';
import { desiring } from '../desiring.ts';
import { copyOf, describeHost, leakingVips, type ModelHost } from './model/model-host.ts';
import { observeModel } from './model/model-observe.ts';
import { carryOut, type Fault } from './model/model-run.ts';
import { boot } from './model/model-shell.ts';
import { type Deed, deeds, freshHosts, perform, type Run, runs } from './model/model-story.ts';

/** More of them: ROUNDS=5000 npx vitest run test/platforms/linux/main-rule.test.ts */
const rounds = Number(process.env['ROUNDS'] ?? 250);

/** Sequences of runs and of what others do to the host between them. */
const stories = fc.record({
  host: freshHosts(stacks.map((stack) => stack.id)),
  mode: fc.constantFrom('all', 'nics'),
  deeds: fc.array(deeds, { maxLength: 6 }),
  last: runs,
});

const noFault: Fault = { kind: 'none' };

/** Runs that went well, and one that is killed. */
const kills = fc.record({
  host: freshHosts(stacks.map((stack) => stack.id)),
  mode: fc.constantFrom('all' as const, 'nics' as const),
  applies: fc.array(
    runs.filter((run) => run.absent.length === 0),
    { minLength: 1, maxLength: 2 },
  ),
  last: runs,
  trial: fc.boolean(),
});

describe('on a model of a Linux host, whatever was done to it before', () => {
  it('no run makes it answer ARP for a VIP, at no moment, whichever step fails', () => {
    fc.assert(
      fc.property(stories, ({ host, mode, deeds: before, last }) => {
        const reached = tell(host, mode, before);
        for (const deeds of waysOf(reached, last, mode)) {
          for (const fault of [last.fault, ...faultsOf(deeds)]) watchRun(copyOf(reached), deeds, fault, mode);
        }
      }),
      { numRuns: rounds },
    );
  });

  it('an apply that went well leaves nothing for a second one', () => {
    fc.assert(
      fc.property(stories, ({ host, mode, deeds: before, last }) => {
        const reached = tell(host, mode, before);
        const ways = waysOf(reached, last, mode);
        fc.pre(ways.length > 0);
        const ends = ways.flatMap((deeds) => {
          const after = copyOf(reached);
          if (!carryOut(deeds, after, { kind: 'none' }, () => {})) return [];
          forgetTrial(after);
          expect(planLinux(desiring({ ...last, arp: mode }), observeModel(after)).kind).toBe('as-wanted');
          return [describeHost(after)];
        });
        expect(new Set(ends).size).toBeLessThan(2);
      }),
      { numRuns: rounds },
    );
  });

  it('what was applied and removed, with power losses between, is as it was before', () => {
    fc.assert(
      fc.property(
        freshHosts(stacks.map((stack) => stack.id)),
        fc.constantFrom('all' as const, 'nics' as const),
        fc.array(
          runs.filter((run) => run.absent.length === 0),
          { minLength: 1, maxLength: 3 },
        ),
        fc.boolean(),
        (fresh, mode, applies, powerLoss) => {
          const host = copyOf(fresh);
          const before = describeHost(host);
          const none: Fault = { kind: 'none' };
          for (const run of applies) perform({ kind: 'run', run: { ...run, fault: none } }, host, mode);
          if (powerLoss) boot(host);
          const all = applies.flatMap((run) => run.present);
          perform(
            {
              kind: 'run',
              run: { present: [], absent: all, others: [], adopt: false, fault: none, trial: false },
            },
            host,
            mode,
          );
          expect(describeHost(host)).toBe(before);
        },
      ),
      { numRuns: rounds },
    );
  });

  it('a kill between any two deeds leaves no file that the record does not name, and all can be removed', () => {
    fc.assert(
      fc.property(kills, ({ host: fresh, mode, applies, last, trial }) => {
        const before = describeHost(fresh);
        const host = copyOf(fresh);
        for (const run of applies) perform({ kind: 'run', run: { ...run, fault: noFault } }, host, mode);
        const deeds = waysOf(host, last, mode).at(trial ? 1 : 0) ?? [];
        const actions = deeds.reduce((sum, { apply }) => sum + apply.length, 0);
        for (let done = 1; done <= actions; done += 1) {
          const killed = copyOf(host);
          const where = killAfter(done, deeds, killed);
          expect({ where, unknown: unknownFiles(killed, fresh) }).toEqual({ where, unknown: [] });
          const all = [...applies.flatMap(({ present }) => present), ...last.present];
          const removal = {
            present: [],
            absent: all,
            others: [],
            adopt: false,
            fault: noFault,
            trial: false,
          };
          perform({ kind: 'run', run: removal }, killed, mode);
          expect(`${where}: ${describeHost(killed)}`).toBe(`${where}: ${before}`);
        }
      }),
      { numRuns: rounds },
    );
  });

  it('a run that failed and was undone leaves the host as it was before', () => {
    fc.assert(
      fc.property(stories, ({ host, mode, deeds: before, last }) => {
        const reached = tell(host, mode, before);
        const first = describeHost(reached);
        for (const deeds of waysOf(reached, last, mode)) {
          for (const [step, { id }] of deeds.entries()) {
            const after = copyOf(reached);
            carryOut(deeds, after, { kind: 'confirm-fails', step }, () => {});
            // ARP that was mended under a VIP stays mended, and what is kept from undoing stays too.
            if (deeds.some((one) => one.id === 'arp-now' && one.undo.length === 0)) continue;
            expect(`${id}: ${describeHost(after)}`).toBe(`${id}: ${first}`);
          }
        }
      }),
      { numRuns: rounds },
    );
  });

  it('a change on trial leaves nothing of itself when the power goes before it is confirmed', () => {
    fc.assert(
      fc.property(stories, ({ host, mode, deeds: before, last }) => {
        const reached = tell(host, mode, before);
        const decision = planLinux(desiring({ ...last, arp: mode }), observeModel(reached));
        if (decision.kind !== 'change') return;
        const first = describeHost(booted(reached));
        const tried = copyOf(reached);
        carryOut(partsOfTrial(decision.steps).tried, tried, last.fault, (where) => {
          expect(`${where}: ${describeHost(booted(tried))}`).toBe(`${where}: ${first}`);
        });
      }),
      { numRuns: rounds },
    );
  });
});

function tell(fresh: ModelHost, mode: 'all' | 'nics', before: readonly Deed[]): ModelHost {
  const host = copyOf(fresh);
  for (const deed of before) perform(deed, host, mode);
  return host;
}

/**
 * The orders in which a run may be carried out: as one script, and as a trial with its confirmation. A step that fails is
 * undone as the dead-man undoes: so a failure of every step is a firing at every step, too.
 */
function waysOf(host: ModelHost, run: Run, mode: 'all' | 'nics'): readonly (readonly NamedDeed[])[] {
  const decision = planLinux(desiring({ ...run, arp: mode }), observeModel(host));
  if (decision.kind !== 'change') return [];
  const { tried, lasting } = partsOfTrial(decision.steps);
  return [decision.steps, [...tried, ...lasting]];
}

/** A VIP that leaked before the run, now or after a boot, is not the run's doing. */
function watchRun(host: ModelHost, deeds: readonly NamedDeed[], fault: Fault, mode: 'all' | 'nics'): void {
  const atFirst = leakingVips(host, mode);
  const atFirstBoot = [...atFirst, ...leakingVips(booted(host), mode)];
  carryOut(deeds, host, fault, (where) => {
    const now = leakingVips(host, mode).filter((vip) => !atFirst.includes(vip));
    const afterBoot = leakingVips(booted(host), mode).filter((vip) => !atFirstBoot.includes(vip));
    expect({ where, now, afterBoot }).toEqual({ where, now: [], afterBoot: [] });
  });
}

/** Plays the deeds up to one of their actions, and says which that was. */
function killAfter(actions: number, deeds: readonly NamedDeed[], host: ModelHost): string {
  const kill = new Error('killed');
  let left = actions;
  let last = '';
  try {
    carryOut(deeds, host, noFault, (where) => {
      last = where;
      left -= 1;
      if (left === 0) throw kill;
    });
  } catch (thrown) {
    if (thrown !== kill) throw thrown;
  }
  return `killed after ${last}`;
}

/** Files that only vipfarm can have made, and that its lasting record does not name. */
function unknownFiles(host: ModelHost, fresh: ModelHost): readonly string[] {
  const named = observeModel(host).lastingRecord?.files;
  return [...host.files.keys()].filter(
    (path) =>
      path.startsWith('/etc/') && path !== sharedFile && !fresh.files.has(path) && named?.has(path) !== true,
  );
}

/** It belongs to the stack and is found by its name. */
const sharedFile = '/etc/sysconfig/network/ifcfg-lo';

/** As the confirmation does at its end. */
function forgetTrial(host: ModelHost): void {
  host.files.delete(trialRecordPath);
}

function booted(host: ModelHost): ModelHost {
  const copy = copyOf(host);
  boot(copy);
  return copy;
}

/** A failure of every step, and of every undo after the last. */
function faultsOf(deeds: readonly NamedDeed[]): readonly Fault[] {
  const numbers = deeds.map((_deed, number) => number);
  const last = numbers.length - 1;
  return [
    ...numbers.map((step) => ({ kind: 'confirm-fails', step }) as const),
    ...numbers.map((undo) => ({ kind: 'undo-fails', step: last, undo }) as const),
  ];
}
