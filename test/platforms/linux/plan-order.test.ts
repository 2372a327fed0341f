import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planLinux } from '../../../src/platforms/linux/plan.ts';
import { stacks } from '../../../src/platforms/linux/stacks/index.ts';
import { desiring } from '../desiring.ts';
import { modelVips } from './model/model-host.ts';
import { observeModel } from './model/model-observe.ts';
import { deeds, freshHosts, perform, runs } from './model/model-story.ts';

/** The only safe order; a plan leaves out what is not needed, and never turns two around. */
const order = [
  'vip-down',
  'remember',
  'arp-at-boot',
  'arp-now',
  'boot-files',
  'vip-up',
  'arp-as-before',
  'arp-file-away',
  'remember-rest',
  'forget',
];

/** The record names what leaves until it is gone. */
const orderWhereSomeLeave = [
  'vip-down',
  'boot-files',
  'arp-as-before',
  'arp-file-away',
  'remember',
  'forget',
];

const stories = fc.tuple(
  freshHosts(stacks.map((stack) => stack.id)),
  fc.constantFrom('all' as const, 'nics' as const),
  fc.array(deeds, { maxLength: 5 }),
  runs,
);

describe('the steps of a plan', () => {
  it('name the files of another stack before they are there, also where a VIP leaves', () => {
    const [host] = fc.sample(freshHosts(['ifupdown']), { numRuns: 1, seed: 1 });
    if (host === undefined) throw new Error('no host was made');
    const how = { adopt: false, fault: { kind: 'none' }, trial: false } as const;
    const [leaving, ...staying] = modelVips;
    if (leaving === undefined) throw new Error('there are no VIPs');
    perform({ kind: 'run', run: { present: modelVips, absent: [], others: [], ...how } }, host, 'all');
    const wish = desiring({ absent: [leaving], others: staying, arp: 'all', stack: 'systemd-unit' });
    const decision = planLinux(wish, observeModel(host));
    expect(decision.kind === 'change' && decision.steps.map((step) => step.id)).toEqual([
      `vip-down-${leaving.address}`,
      'remember',
      'boot-files',
      'remember-rest',
    ]);
  });

  it('stand in the only safe order, take nothing away in an apply and bring nothing up in a removal', () => {
    fc.assert(
      fc.property(stories, ([host, mode, before, run]) => {
        for (const deed of before) perform(deed, host, mode);
        const decision = planLinux(desiring({ ...run, arp: mode }), observeModel(host));
        const ids = decision.kind === 'change' ? decision.steps.map((step) => step.id) : [];
        const isSilencing = ids.includes('arp-at-boot') || ids.includes('arp-now');
        const orders = run.absent.length > 0 && !isSilencing ? [order, orderWhereSomeLeave] : [order];
        const ranks = orders.map((safe) =>
          ids.map((id) => safe.findLastIndex((word) => id.startsWith(word))),
        );
        expect(ranks.filter(isRising)).not.toEqual([]);
        const never = run.absent.length === 0 ? 'vip-down' : 'vip-up';
        expect(ids.filter((id) => id.startsWith(never))).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });
});

/** No two are turned around, and none is unknown. */
function isRising(ranks: readonly number[]): boolean {
  return ranks.every((rank, at) => rank >= (ranks[at - 1] ?? 0));
}
