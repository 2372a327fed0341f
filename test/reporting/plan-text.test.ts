import { describe, expect, it } from 'vitest';
import { planText } from '../../src/reporting/plan-text.ts';
import { aPlan, aStep, asWanted, refused, toChange, unreachable } from '../planning/a-plan.ts';

const steps = [
  aStep('arp', { title: '~ all.arp_ignore 0 -> 1', undo: [] }),
  aStep('up', { title: '+ 192.0.2.100/32 on lo', risk: 'interrupts-traffic' }),
];

describe('a plan on the screen', () => {
  it('says equal plans once, with the folded names, and at the end what is not done', () => {
    const plan = aPlan([
      toChange('web01', steps),
      toChange('web02', steps),
      toChange('web03', steps),
      toChange('db01', steps.slice(1), 'RHEL 9.4, NetworkManager'),
      asWanted('web04'),
      asWanted('web05', ['192.0.2.100/32 on lo was not made by vipfarm and stays']),
      refused('web06', '192.0.2.100 is on eth0 already', 'remove it there'),
      unreachable('web07', 'no answer on port 22', 'vipfarm doctor web07'),
      unreachable('web08', 'no answer on port 22', 'vipfarm doctor web07'),
    ]);
    expect(planText(plan, false)).toBe(`\
web  192.0.2.100   9 members: 4 to change, 2 as wanted, 1 refused, 2 unreachable

  web[01-03]  (3)  Debian 12, ifupdown
    ~ all.arp_ignore 0 -> 1
    + 192.0.2.100/32 on lo [interrupts traffic]

  db01  (1)  RHEL 9.4, NetworkManager
    + 192.0.2.100/32 on lo [interrupts traffic]

  refused      web06       192.0.2.100 is on eth0 already; remove it there
  unreachable  web[07-08]  no answer on port 22; vipfarm doctor web07
  note         web05       192.0.2.100/32 on lo was not made by vipfarm and stays

Batches: 4.
A host that fails stops the run; what is done stays.
`);
  });

  it('says with -v why each step is done and how it is undone', () => {
    expect(planText(aPlan([toChange('web01', steps)]), true)).toBe(`\
web  192.0.2.100   1 member: 1 to change

  web01  (1)  Debian 12, ifupdown
    ~ all.arp_ignore 0 -> 1
        why   why arp
        undo  stays: going back would be worse
    + 192.0.2.100/32 on lo [interrupts traffic]
        why   why up
        undo  false up

Batches: 1 (web01).
A host that fails stops the run; what is done stays.
`);
  });

  it('says that nothing was selected', () => {
    expect(planText(aPlan([]), false)).toBe('web  192.0.2.100   0 members: none selected\n');
  });
});
