import { describe, expect, it } from 'vitest';
import { checkGone, checkVip } from '../../src/platforms/vip-checks.ts';

const vip = { address: '192.0.2.100', family: 4 as const };

/** The verdicts on `192.0.2.100/32 lo` and the like: whether it is gone, ours or not, and whether it is right. */
function verdictsOn(...places: readonly string[]): readonly string[] {
  const addresses = places.map((text) => {
    const [, address = '', prefix, name = ''] = /^(\S+)\/(\d+) (\S+)$/.exec(text) ?? [];
    return {
      interface: name,
      address,
      prefix: Number(prefix),
      family: 4 as const,
      label: undefined,
      scope: undefined,
    };
  });
  const there = { addresses, loopback: 'lo', evidence: 'addresses' };
  return [checkGone(vip, there, true), checkGone(vip, there, false), checkVip(vip, there)].map(
    (check) => check.verdict,
  );
}

describe('a VIP', () => {
  it('is gone when it is nowhere on the host', () => {
    expect(verdictsOn('192.0.2.11/24 eth0', '127.0.0.1/8 lo')).toEqual(['ok', 'ok', 'absent']);
  });

  it('is right, and not gone, when it is whole on the loopback; one of others may stay', () => {
    expect(verdictsOn('192.0.2.100/32 lo')).toEqual(['wrong', 'notice', 'ok']);
  });

  it.each([
    [['192.0.2.100/30 lo']],
    [['192.0.2.100/32 br0']],
    [['192.0.2.100/24 eth0']],
    [['192.0.2.100/32 lo', '192.0.2.100/30 lo']],
    [['192.0.2.100/32 lo', '192.0.2.100/32 eth0']],
  ])('is neither right nor gone as %j', (places) => {
    expect(verdictsOn(...places)).toEqual(['conflict', 'conflict', 'conflict']);
  });
});
