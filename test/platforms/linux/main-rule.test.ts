import process from 'node:process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planLinux } from '../../../src/platforms/linux/plan.ts';
import { stacks } from '../../../src/platforms/linux/stacks/index.ts';
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

describe('on a model of a Linux host, whatever was done to it before', () => {
  it('no run makes it answer ARP for a VIP, at no moment, whichever step fails', () => {
    fc.assert(
      fc.property(stories, ({ host, mode, deeds: before, last }) => {
        const reached = tell(host, mode, before);
        for (const fault of [last.fault, ...faultsOf(reached, last, mode)]) {
          watchRun(copyOf(reached), { ...last, fault }, mode);
        }
      }),
      { numRuns: rounds },
    );
  });

  it('an apply that went well leaves nothing for a second one', () => {
    fc.assert(
      fc.property(stories, ({ host, mode, deeds: before, last }) => {
        const reached = tell(host, mode, before);
        const decision = planLinux(desiring({ ...last, arp: mode }), observeModel(reached));
        fc.pre(decision.kind === 'change');
        if (decision.kind !== 'change' || !carryOut(decision.steps, reached, { kind: 'none' }, () => {}))
          return;
        expect(planLinux(desiring({ ...last, arp: mode }), observeModel(reached)).kind).toBe('as-wanted');
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
            { kind: 'run', run: { present: [], absent: all, others: [], adopt: false, fault: none } },
            host,
            mode,
          );
          expect(describeHost(host)).toBe(before);
        },
      ),
      { numRuns: rounds },
    );
  });

  it('a run that failed and was undone leaves the host as it was before', () => {
    fc.assert(
      fc.property(stories, ({ host, mode, deeds: before, last }) => {
        const reached = tell(host, mode, before);
        const decision = planLinux(desiring({ ...last, arp: mode }), observeModel(reached));
        if (decision.kind !== 'change') return;
        const first = describeHost(reached);
        for (const [step, { id }] of decision.steps.entries()) {
          const after = copyOf(reached);
          carryOut(decision.steps, after, { kind: 'confirm-fails', step }, () => {});
          // ARP that was mended under a VIP stays mended, and what is kept from undoing stays too.
          if (decision.steps.some((one) => one.id === 'arp-now' && one.undo.length === 0)) continue;
          expect(`${id}: ${describeHost(after)}`).toBe(`${id}: ${first}`);
        }
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

/** Plans once, then carries it out; a VIP that leaked before the run, now or after a boot, is not the run's doing. */
function watchRun(host: ModelHost, run: Run, mode: 'all' | 'nics'): void {
  const decision = planLinux(desiring({ ...run, arp: mode }), observeModel(host));
  if (decision.kind !== 'change') return;
  const atFirst = leakingVips(host, mode);
  const atFirstBoot = [...atFirst, ...leakingVips(booted(host), mode)];
  carryOut(decision.steps, host, run.fault, (where) => {
    const now = leakingVips(host, mode).filter((vip) => !atFirst.includes(vip));
    const afterBoot = leakingVips(booted(host), mode).filter((vip) => !atFirstBoot.includes(vip));
    expect({ where, now, afterBoot }).toEqual({ where, now: [], afterBoot: [] });
  });
}

function booted(host: ModelHost): ModelHost {
  const copy = copyOf(host);
  boot(copy);
  return copy;
}

/** A failure of every step, and of every undo after the last. */
function faultsOf(host: ModelHost, run: Run, mode: 'all' | 'nics'): readonly Fault[] {
  const decision = planLinux(desiring({ ...run, arp: mode }), observeModel(host));
  if (decision.kind !== 'change') return [];
  const numbers = decision.steps.map((_step, number) => number);
  const last = numbers.length - 1;
  return [
    ...numbers.map((step) => ({ kind: 'confirm-fails', step }) as const),
    ...numbers.map((undo) => ({ kind: 'undo-fails', step: last, undo }) as const),
  ];
}
