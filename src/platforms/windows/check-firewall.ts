import type { Vip } from '../../core/address.ts';
import type { Check } from '../../core/check.ts';
import type { Service } from '../../core/service.ts';
import type { Desired } from '../platform.ts';
import { isForEverybody, isOpen, names } from './change-firewall.ts';
import type { Intent } from './intent.ts';
import type { Firewall, FirewallRule, WindowsObserved } from './observed.ts';

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
  const guarding = guardingProfiles(intent, host);
  const shut = guarding.filter((profile) => !profile.heedsRules);
  if (shut.length > 0) {
    const found = `the profile ${nameAll(shut)} lets nothing in, whatever rules say`;
    return { ...base, expected: 'a profile that heeds its rules', found, verdict: 'wrong' };
  }
  const about = host.moment.rules.filter(
    (rule) => rule.enabled && names(rule, service.protocol, service.port),
  );
  const inUse = profilesInUse(intent, host);
  // A rule that blocks only some clients is a list of whom nobody wants.
  const blocking = about.filter(
    (rule) => !rule.allows && isForEverybody(rule) && inUse.some((name) => isFor(rule, name)),
  );
  const blocked = blocking.filter((rule) => desired.present.some((vip) => isTo(rule, vip)));
  if (blocked.length > 0) {
    const found = `blocked by ${describe(blocked)}`;
    return { ...base, expected: 'no rule that blocks it', found, verdict: 'wrong' };
  }
  if (desired.firewall === 'open') return { ...base, ...checkOwn(service, intent, host, guarding) };
  if (guarding.length === 0) {
    return { ...base, expected: 'open, or no firewall', found: 'no profile in use blocks', verdict: 'ok' };
  }
  const allowing = about.filter((rule) => rule.allows);
  const closed = guarding.filter(({ name }) =>
    desired.present.some((vip) => !allowing.some((rule) => isFor(rule, name) && isTo(rule, vip))),
  );
  return {
    ...base,
    expected: 'a rule that lets it in',
    found: describeAllowing(allowing, closed),
    verdict: closed.length === 0 ? 'ok' : 'notice',
  };
}

type Profile = Firewall['profiles'][number];

/** The profiles that apply to clients of a VIP, and block what no rule lets in. */
function guardingProfiles(intent: Intent, host: WindowsObserved): readonly Profile[] {
  const inUse = profilesInUse(intent, host);
  return host.firewall.profiles.filter(
    (profile) => profile.enabled && profile.blocksByDefault && inUse.includes(profile.name),
  );
}

const everyProfile: readonly string[] = ['Domain', 'Private', 'Public'];

/**
 * By the networks of the interfaces that clients come in by, and of the adapter that has the VIP: nobody documents which of
 * the two counts. All where nothing is known of them.
 */
function profilesInUse(intent: Intent, host: WindowsObserved): readonly string[] {
  const indexes = intent.weak.flatMap((one) => (one.found === undefined ? [] : [one.found.index]));
  const found = indexes.flatMap((index) => host.firewall.categories.get(index) ?? []);
  const profiles = found.map((category) => (category === 'DomainAuthenticated' ? 'Domain' : category));
  return profiles.length === 0 ? everyProfile : [...new Set(profiles)];
}

function isFor(rule: FirewallRule, profile: string): boolean {
  return rule.profile === 'Any' || rule.profile.split(', ').includes(profile);
}

/** Whether a rule may be about a VIP. A range or a network is not looked into. */
function isTo(rule: FirewallRule, vip: Vip): boolean {
  return (
    rule.to.length === 0 ||
    rule.to.some((place) => place.toLowerCase() === vip.address || /[^\d.:a-f]/i.test(place))
  );
}

/** The rules of ours, where the pool asks for them. */
function checkOwn(
  service: Service,
  intent: Intent,
  host: WindowsObserved,
  guarding: readonly Profile[],
): Pick<Check, 'expected' | 'found' | 'verdict'> {
  const deaf = guarding.filter((profile) => !profile.heedsLocalRules);
  if (deaf.length > 0) {
    return {
      expected: 'a rule of vipfarm that counts',
      found: `a policy lets no rule of the host itself count in the profile ${nameAll(deaf)}: the policy has to open the port`,
      verdict: 'wrong',
    };
  }
  const missing = intent.rules.filter((rule) => isSame(rule.service, service) && !isOpen(rule, host));
  return {
    expected: 'a rule of vipfarm for each VIP',
    found:
      missing.length === 0 ? 'there' : `missing or changed: ${missing.map((rule) => rule.name).join(', ')}`,
    verdict: missing.length === 0 ? 'ok' : 'wrong',
  };
}

function describeAllowing(allowing: readonly FirewallRule[], closed: readonly Profile[]): string {
  const wayOut = 'set "firewall: open", or check the rules for the program';
  if (allowing.length === 0) return `no rule names the port; ${wayOut}`;
  const letIn = `let in by ${describe(allowing)}`;
  return closed.length === 0 ? letIn : `${letIn}, but not in the profile ${nameAll(closed)}; ${wayOut}`;
}

function describe(rules: readonly FirewallRule[]): string {
  return rules
    .map((rule) => {
      const to = rule.to.includes('Any') ? [] : rule.to;
      return `${rule.name} (${[rule.profile, ...to, ...(rule.byPolicy ? ['by a policy'] : [])].join(', ')})`;
    })
    .join(', ');
}

function nameAll(profiles: readonly Profile[]): string {
  return profiles.map((profile) => profile.name).join(', ');
}

function isSame(one: Service, other: Service): boolean {
  return one.port === other.port && one.protocol === other.protocol;
}
