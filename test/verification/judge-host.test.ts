import { describe, expect, it } from 'vitest';
import type { Check, CheckVerdict, HostState } from '../../src/core/check.ts';
import { stateOf } from '../../src/verification/judge-host.ts';

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
