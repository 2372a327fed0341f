import { describe, expect, it } from 'vitest';
import type { Check, CheckVerdict, HostState } from '../../src/core/check.ts';
import { planHost } from '../../src/planning/plan-host.ts';
import { readAnswer } from '../../src/platforms/reading.ts';
import { judgeHost, stateOf } from '../../src/verification/judge-host.ts';
import { transcriptNamed } from '../transcripts/read-transcripts.ts';

const all = ['vip-now', 'arp-now', 'arp-boot', 'vip-boot', 'loopback', 'service-tcp-80', 'made-by-vipfarm'];

/** All checks ok but for those that are said otherwise. */
function checks(said: Readonly<Record<string, CheckVerdict>>): readonly Check[] {
  return all.map((id) => ({
    id,
    title: id,
    expected: '',
    found: '',
    verdict: said[id] ?? 'ok',
    evidence: [],
  }));
}

const table: readonly (readonly [
  what: string,
  said: Readonly<Record<string, CheckVerdict>>,
  state: HostState,
])[] = [
  ['everything is right', {}, 'ok'],
  [
    'nothing is there',
    { 'vip-now': 'absent', 'vip-boot': 'absent', 'arp-now': 'absent', 'arp-boot': 'absent' },
    'missing',
  ],
  [
    'nothing is there but ARP is silent for other reasons',
    { 'vip-now': 'absent', 'vip-boot': 'absent' },
    'missing',
  ],
  ['it runs and would not come back at boot', { 'vip-boot': 'absent' }, 'partial'],
  ['it would come back at boot and does not run', { 'vip-now': 'absent' }, 'partial'],
  ['the address is there without its ARP rule', { 'arp-now': 'absent', 'arp-boot': 'absent' }, 'partial'],
  ['ARP is silent now and not after a boot', { 'arp-boot': 'absent' }, 'partial'],
  ['a setting was reset', { 'arp-now': 'wrong' }, 'drift'],
  ['a later file undoes the ARP settings', { 'arp-boot': 'wrong' }, 'drift'],
  ['the service listens elsewhere', { 'service-tcp-80': 'wrong' }, 'drift'],
  ['a part is absent and another differs', { 'vip-boot': 'absent', 'arp-now': 'wrong' }, 'partial'],
  ['it is right and not ours', { 'made-by-vipfarm': 'notice', 'vip-boot': 'notice' }, 'foreign'],
  ['it is not ours and a setting differs', { 'made-by-vipfarm': 'notice', 'arp-now': 'wrong' }, 'drift'],
  ['it is on a NIC, whatever else', { 'vip-now': 'conflict', 'vip-boot': 'absent' }, 'conflict'],
];

describe('the state of a host', () => {
  it.each(table)('when %s: %s', (_what, said, state) => {
    expect(stateOf(checks(said))).toBe(state);
  });

  it('after a removal is ok when the VIP is gone, or was never ours, and drift when it stays', () => {
    const gone = (verdict: CheckVerdict): Check => {
      return { id: 'vip-gone', title: '', expected: '', found: '', verdict, evidence: [] };
    };
    expect([stateOf([gone('ok')]), stateOf([gone('notice')]), stateOf([gone('wrong')])]).toEqual([
      'ok',
      'ok',
      'drift',
    ]);
  });
});

describe('whether an apply mends a host', () => {
  it.each([
    ['linux/composed-drift-runtime', true],
    ['linux/composed-partial-vip-gone', true],
    ['linux/composed-vip-on-nic', false],
    ['linux/composed-foreign', false],
  ])('is what its plan says: %s %s', (name, applyMends) => {
    const { output, wanted } = transcriptNamed(`${name}.yaml`);
    expect(judgeHost('web01', readAnswer(output), wanted)).toMatchObject({ applyMends });
  });

  it.each([
    ['linux/composed-drift-later-sysctl', /99-.* after ours: remove that line$/],
    [
      'linux/composed-drift-listener',
      /^tcp port 80 listens on .*: let it listen on the VIP or on every address$/,
    ],
    ['linux/composed-partial-service-disabled', /is not started at boot: enable that service$/],
  ])('is no where a plan would change nothing, which then says what is wrong: %s', (name, told) => {
    const { output, wanted: asked } = transcriptNamed(`${name}.yaml`);
    const wanted = { ...asked, stack: 'ifupdown' };
    const reading = readAnswer(output);
    expect(judgeHost('web01', reading, wanted)).toMatchObject({ applyMends: false });
    expect(planHost('web01', reading, wanted)).toMatchObject({
      kind: 'as-wanted',
      notices: [expect.stringMatching(told)],
    });
  });

  it('is no where lo has lost 127.0.0.1, with the command', () => {
    const { output, wanted } = transcriptNamed('linux/ifupdown-after.yaml');
    const reading = readAnswer(output.replace('inet 127.0.0.1/8', 'inet 127.0.0.2/8'));
    expect(judgeHost('web01', reading, wanted).applyMends).toBe(false);
    expect(planHost('web01', reading, wanted).notices).toEqual([
      '127.0.0.1 is missing: ip addr add 127.0.0.1/8 dev lo',
    ]);
  });

  it('is not asked of a host that is ok', () => {
    const { output, wanted } = transcriptNamed('linux/ifupdown-after.yaml');
    const { platform, observed } = readAnswer(output);
    const unplanned = { ...platform, plan: () => expect.unreachable('it was planned') };
    expect(judgeHost('web01', { platform: unplanned, observed }, wanted).state).toBe('ok');
  });
});
