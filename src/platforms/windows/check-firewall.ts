import type { Check } from '../../core/check.ts';
import type { Service } from '../../core/service.ts';
import type { Desired } from '../platform.ts';
import { isOpen, names } from './change-firewall.ts';
import type { Intent } from './intent.ts';
import type { FirewallRule, WindowsObserved } from './observed.ts';

/**
 * Whether the firewall lets clients in. Where the pool leaves it alone, what is seen is only told: a rule for a program, or
 * one that a policy brings, may let them in without naming the port.
 */
export function checkFirewall(
  service: Service,
  intent: Intent,
  desired: Desired,
  host: WindowsObserved,
): Check {
  const base = {
    id: `firewall-${service.protocol}-${service.port}`,
    title: `the firewall lets ${service.protocol} port ${service.port} in`,
    evidence: ['firewall-profiles', 'firewall-rules', 'network-profiles'],
  };
  const about = host.moment.rules.filter(
    (rule) => rule.enabled && names(rule, service.protocol, service.port),
  );
  const blocking = about.filter((rule) => !rule.allows);
  if (blocking.length > 0) {
    const found = `blocked by ${describe(blocking)}`;
    return { ...base, expected: 'no rule that blocks it', found, verdict: 'wrong' };
  }
  if (desired.firewall === 'open') {
    const missing = intent.rules.filter((rule) => isSame(rule.service, service) && !isOpen(rule, host));
    return {
      ...base,
      expected: 'a rule of vipfarm for each VIP',
      found:
        missing.length === 0 ? 'there' : `missing or changed: ${missing.map((rule) => rule.name).join(', ')}`,
      verdict: missing.length === 0 ? 'ok' : 'wrong',
    };
  }
  const guarding = host.firewall.profiles.filter((profile) => profile.enabled && profile.blocksByDefault);
  if (guarding.length === 0) {
    return { ...base, expected: 'open, or no firewall', found: 'no profile blocks', verdict: 'ok' };
  }
  const allowing = about.filter((rule) => rule.allows);
  return {
    ...base,
    expected: 'a rule that lets it in',
    found:
      allowing.length > 0
        ? `let in by ${describe(allowing)}`
        : 'no rule names the port; set "firewall: open", or check the rules for the program',
    verdict: allowing.length > 0 ? 'ok' : 'notice',
  };
}

function describe(rules: readonly FirewallRule[]): string {
  return rules.map((rule) => `${rule.name} (${rule.profile})`).join(', ');
}

function isSame(one: Service, other: Service): boolean {
  return one.port === other.port && one.protocol === other.protocol;
}
