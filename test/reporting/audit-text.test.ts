import { describe, expect, it } from 'vitest';
import type { Check, CheckVerdict, HostState, HostVerdict } from '../../src/core/check.ts';
import { auditText, verifyText } from '../../src/reporting/audit-text.ts';

function check(id: string, verdict: CheckVerdict, found: string): Check {
  return { id, title: `title of ${id}`, expected: `right ${id}`, found, verdict, evidence: [] };
}

function verdict(host: string, state: HostState, ...checks: readonly Check[]): HostVerdict {
  return { host, title: 'Debian 12, ifupdown', state, checks };
}

function mendable(found: HostVerdict): HostVerdict {
  return { ...found, applyMends: true };
}

function byHand(found: HostVerdict): HostVerdict {
  return { ...found, applyMends: false };
}

const right = [check('vip-now', 'ok', '192.0.2.100/32 on lo'), check('made-by-vipfarm', 'ok', 'recorded')];
const drifted = [check('arp-now', 'wrong', 'eth0 arp_ignore 0'), check('rules', 'notice', 'a rule')];
const pools = [
  {
    name: 'web',
    vips: [{ address: '192.0.2.100', family: 4 as const }],
    members: ['web01', 'web02', 'web03', 'web04', 'web05', 'web06'],
  },
];

describe('an audit on the screen', () => {
  it('counts all hosts, and says of those that are not ok what is wrong, equal findings once', () => {
    const verdicts = [
      verdict('web01', 'ok', ...right),
      mendable(verdict('web02', 'drift', ...drifted)),
      mendable(verdict('web03', 'drift', ...drifted)),
      mendable(verdict('web04', 'missing', check('vip-now', 'absent', 'not on lo'))),
      byHand(verdict('web05', 'foreign', check('made-by-vipfarm', 'notice', 'no record of 192.0.2.100'))),
      { ...verdict('web06', 'unreachable'), reason: 'no answer; vipfarm doctor web06' },
    ];
    expect(auditText(pools, verdicts, 'run-1', 'vipfarm apply web')).toBe(`\
web  192.0.2.100   6 members: 1 ok, 2 drift, 1 missing, 1 foreign, 1 unreachable
  drift        web[02-03]  eth0 arp_ignore 0
  missing      web04       nothing of it is there
  foreign      web05       no record of 192.0.2.100
  unreachable  web06       no answer; vipfarm doctor web06
Mend it: vipfarm apply web
An apply does not mend web05; its plan tells what does.
Evidence: vipfarm runs evidence run-1
`);
  });

  it('proposes no apply where that would touch nothing', () => {
    const conflict = byHand(
      verdict('web01', 'conflict', check('vip-now', 'conflict', '192.0.2.100/32 on eth0')),
    );
    expect(auditText(pools, [conflict], 'run-1', 'vipfarm apply web')).toBe(`\
web  192.0.2.100   1 member: 1 conflict
  conflict  web01  192.0.2.100/32 on eth0
An apply does not mend web01; its plan tells what does.
Evidence: vipfarm runs evidence run-1
`);
  });
});

describe('verify on the screen', () => {
  it('shows every check, with what was expected where it was not found', () => {
    const verdicts = [
      verdict('web01', 'ok', ...right),
      verdict('web02', 'ok', ...right),
      verdict('web03', 'drift', ...drifted),
    ];
    expect(verifyText(verdicts, 'run-1')).toBe(`\
web[01-02]  (2)  Debian 12, ifupdown: ok
  ok  title of vip-now          192.0.2.100/32 on lo
  ok  title of made-by-vipfarm  recorded

web03  Debian 12, ifupdown: drift
  wrong   title of arp-now  eth0 arp_ignore 0  (expected: right arp-now)
  notice  title of rules    a rule
Evidence: vipfarm runs evidence run-1
`);
  });
});
