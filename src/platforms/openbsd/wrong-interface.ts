import type { Check } from '../../core/check.ts';
import type { Desired } from '../platform.ts';
import { type Refusal, refusal } from '../refusal.ts';
import type { UnixObserved } from '../unix/observed.ts';
import { setAtBoot } from '../unix/set-at-boot.ts';

/**
 * From 6.6 on a host that does not forward drops packets for an address of another interface than the one they came in
 * by (sys/netinet/ip_input.c; netstat -s counts them as received on wrong interface).
 */
export function refuseWrongInterface(desired: Desired, host: UnixObserved): Refusal | undefined {
  const problem = dropsVips(desired, host);
  if (problem === undefined) return undefined;
  return refusal(
    `${problem}: this release drops packets for a VIP on lo0 then`,
    'let it forward (now by sysctl, at boot by /etc/sysctl.conf) and close what must not be forwarded by pf, use rdr-to of pf in place of a VIP here, or take the host out of the pool',
  );
}

export function checkForwarding(desired: Desired, host: UnixObserved): readonly Check[] {
  if (!isStrict(host)) return [];
  const problem = dropsVips(desired, host);
  return [
    {
      id: 'wrong-interface',
      title: 'packets for a VIP on lo0 are let in',
      expected: 'a host that forwards, now and at boot',
      found: problem ?? 'it forwards',
      verdict: problem === undefined ? 'ok' : 'wrong',
      evidence: ['settings', 'set-at-boot'],
    },
  ];
}

const names = { 4: 'net.inet.ip.forwarding', 6: 'net.inet6.ip6.forwarding' } as const;

function dropsVips({ present }: Desired, host: UnixObserved): string | undefined {
  if (!isStrict(host)) return undefined;
  for (const family of [4, 6] as const) {
    if (!present.some((vip) => vip.family === family)) continue;
    const name = names[family];
    const now = host.settings.get(name);
    if (now !== '1') return `${name} is ${now ?? 'not known'}`;
    if (setAtBoot(name, host)?.value !== '1') return `${name} is not 1 in /etc/sysctl.conf`;
  }
  return undefined;
}

/** What cannot be read is taken for new. */
function isStrict(host: UnixObserved): boolean {
  const [, major, minor] = /(\d+)\.(\d+)/.exec(host.release) ?? [];
  if (major === undefined || minor === undefined) return true;
  return Number(major) > 6 || (Number(major) === 6 && Number(minor) >= 6);
}
