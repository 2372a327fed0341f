import type { Check } from '../../core/check.ts';
import type { Desired } from '../platform.ts';
import { type Refusal, refusal } from '../refusal.ts';
import type { UnixObserved } from './observed.ts';
import { setAtBoot } from './set-at-boot.ts';

/** What a kernel setting that makes a host a strong one forbids, and what an audit says of it. */
export interface InterfaceChecking {
  readonly name: string;
  refuse(desired: Desired, host: UnixObserved): Refusal | undefined;
  checks(desired: Desired, host: UnixObserved): readonly Check[];
}

/**
 * A setting with which packets for an address of another interface are dropped: a VIP on the loopback gets none. Its value
 * is in the section `settings`, what the next boot makes of it in `set-at-boot`.
 */
export function checkInterface(name: string): InterfaceChecking {
  return {
    name,
    refuse(_desired, host) {
      const problem = problemOf(name, host);
      return problem === undefined
        ? undefined
        : refusal(
            `${problem}: packets for a VIP on the loopback are dropped`,
            `set ${name} to 0, now and at boot`,
          );
    },
    checks(_desired, host) {
      const problem = problemOf(name, host);
      return [
        {
          id: 'check-interface',
          title: `${name} is off`,
          expected: '0, now and at boot',
          found: problem ?? '0',
          verdict: problem === undefined ? 'ok' : 'wrong',
          evidence: ['settings', 'set-at-boot'],
        },
      ];
    },
  };
}

/** A release that does not have the setting is none that checks. */
function problemOf(name: string, host: UnixObserved): string | undefined {
  const now = host.settings.get(name) ?? '0';
  if (now !== '0') return `${name} is ${now}`;
  const line = setAtBoot(name, host);
  return line === undefined || line.value === '0'
    ? undefined
    : `${line.place} sets ${name} to ${line.value} at boot`;
}
