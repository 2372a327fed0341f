import type { Check } from '../../core/check.ts';
import type { Desired } from '../platform.ts';
import type { UnixObserved } from '../unix/observed.ts';
import { harmful, lineAtBoot } from './refuse.ts';

/** Whether the kernel lets packets for a VIP in, now and after a boot; and what explains health checks that fail. */
export function freebsdChecks(desired: Desired, host: UnixObserved): readonly Check[] {
  const known = harmful.filter(({ name }) => host.settings.has(name));
  return [...known.map(({ name }) => checkOff(name, host)), ...sourceValidation(desired, host)];
}

function checkOff(name: string, host: UnixObserved): Check {
  const value = host.settings.get(name) ?? '0';
  const line = lineAtBoot(name, host);
  return {
    id: name.slice(name.lastIndexOf('.') + 1).replaceAll('_', '-'),
    title: `${name} is off`,
    expected: '0, now and at boot',
    found: value !== '0' ? value : line === undefined ? '0' : `0 now, and ${line} turns it on`,
    verdict: value === '0' && line === undefined ? 'ok' : 'wrong',
    evidence: ['settings', 'set-at-boot'],
  };
}

/** A director that has the VIP itself may check a server with the VIP as source: here such packets are dropped. */
function sourceValidation({ present }: Desired, host: UnixObserved): readonly Check[] {
  const names = validations.filter(
    ({ family, name }) => host.settings.get(name) === '1' && present.some((vip) => vip.family === family),
  );
  if (names.length === 0) return [];
  return [
    {
      id: 'source-validation',
      title: 'packets that come from the VIP',
      expected: 'none',
      found: `${names.map(({ name }) => name).join(' and ')} drops what comes with the VIP as source: let the director check from its own address`,
      verdict: 'notice',
      evidence: ['settings'],
    },
  ];
}

const validations = [
  { family: 4, name: 'net.inet.ip.source_address_validation' },
  { family: 6, name: 'net.inet6.ip6.source_address_validation' },
] as const;
