import { describe, expect, it } from 'vitest';
import type { InterfaceAddress } from '../../src/platforms/platform.ts';
import { checkGone, checkOwner, checkVip, judgeBootFiles } from '../../src/platforms/vip-checks.ts';

const vip = { address: '192.0.2.100', family: 4 as const };

function placed(text: string): InterfaceAddress {
  const [, address = '', prefix, name = ''] = /^(\S+)\/(\d+) (\S+)$/.exec(text) ?? [];
  return {
    interface: name,
    address,
    prefix: Number(prefix),
    family: 4,
    label: undefined,
    scope: undefined,
  };
}

/** The verdicts on `192.0.2.100/32 lo` and the like: whether it is gone, ours or not, and whether it is right. */
function verdictsOn(...places: readonly string[]): readonly string[] {
  const there = { addresses: places.map(placed), loopback: 'lo', evidence: 'addresses' };
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

describe('a host that has one VIP of vipfarm, and is to have another', () => {
  const other = { address: '192.0.2.101', family: 4 as const };
  const record = { vips: [other] };

  it('has nothing of a stranger while that is not there', () => {
    expect(checkOwner([vip, other], record, [placed('192.0.2.101/32 lo')])).toMatchObject({
      verdict: 'ok',
      found: 'recorded',
    });
    expect(checkOwner([vip], undefined, [])).toMatchObject({ verdict: 'ok', found: 'nothing is there' });
  });

  it('has a stranger where somebody else put it there', () => {
    expect(checkOwner([vip, other], record, [placed('192.0.2.100/32 lo')])).toMatchObject({
      verdict: 'notice',
      found: 'no record of 192.0.2.100',
    });
  });

  it('has boot files that nobody has changed, and that lack it', () => {
    expect(judgeBootFiles(['/etc/x'], [vip, other], record)).toEqual({
      verdict: 'absent',
      found: '192.0.2.100 not yet in /etc/x',
    });
    expect(judgeBootFiles(['/etc/x'], [other], record)).toEqual({
      verdict: 'wrong',
      found: '/etc/x changed',
    });
  });
});
