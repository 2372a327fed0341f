import type { Command } from '../../core/quoting.ts';
import type { Confirmation, Step } from '../../core/step.ts';
import { run } from './change-vips.ts';
import type { Intent, WantedRule } from './intent.ts';
import type { NetworkCommands } from './network-commands.ts';
import { type FirewallRule, ownRulePrefix, type WindowsObserved } from './observed.ts';

/** A rule for each service and VIP, where the pool asks for it. */
export function openFirewall(
  { rules }: Intent,
  host: WindowsObserved,
  commands: NetworkCommands,
): readonly Step[] {
  return rules
    .filter((rule) => !isOpen(rule, host))
    .map((rule) => {
      const { name, service, vip } = rule;
      const before = host.firewall.own.find((one) => one.name === name);
      const add = run(commands.addRule(name, service, vip));
      return {
        id: `firewall-${service.protocol}-${service.port}-${vip.address}`,
        title: `+ firewall rule ${name}`,
        reason: `the pool asks for ${service.protocol} port ${service.port} to be open at the VIP`,
        risk: 'none',
        trial: 'all',
        apply: before === undefined ? [add] : [run(commands.removeRule(name)), add],
        confirm: [shows(name, describeWanted(rule))],
        // What somebody made of our rule comes back: it may be what the host was reached by.
        undo: [run(commands.removeRule(name)), ...(before === undefined ? [] : [run(putBack(before))])],
        undone: [shows(name, before === undefined ? 'absent' : describe(before))],
      };
    });
}

/** The rules that we made for VIPs that leave. */
export function closeFirewall(
  intent: Intent,
  host: WindowsObserved,
  commands: NetworkCommands,
): readonly Step[] {
  const kept = intent.record?.rules ?? [];
  const gone = (host.record?.rules ?? []).filter((name) => !kept.includes(name));
  return host.firewall.own
    .filter((rule) => gone.includes(rule.name))
    .map((rule) => ({
      id: `firewall-away-${rule.name.slice(ownRulePrefix.length)}`,
      title: `- firewall rule ${rule.name}`,
      reason: 'the VIP that it was made for has left',
      risk: 'none',
      trial: 'none',
      apply: [run(commands.removeRule(rule.name))],
      confirm: [shows(rule.name, 'absent')],
      undo: [run(putBack(rule))],
      undone: [shows(rule.name, describe(rule))],
    }));
}

/** True when our rule is there, switched on, and as we made it. */
export function isOpen(wanted: WantedRule, host: WindowsObserved): boolean {
  return host.firewall.own.some(
    (rule) => rule.name === wanted.name && describe(rule) === describeWanted(wanted),
  );
}

/** True when a rule is about this port: by itself, in a range, or as every port. */
export function names(rule: FirewallRule, protocol: string, port: number): boolean {
  return (
    [protocol.toUpperCase(), 'Any'].includes(rule.protocol) &&
    rule.ports.some((ports) => holds(ports, rule, port))
  );
}

/** Every port for some clients is about these clients, and not about the port. */
function holds(ports: string, rule: FirewallRule, port: number): boolean {
  if (ports === 'Any') return isForEverybody(rule);
  const [, first, last = first] = /^(\d+)(?:-(\d+))?$/.exec(ports) ?? [];
  return first !== undefined && port >= Number(first) && port <= Number(last);
}

export function isForEverybody(rule: FirewallRule): boolean {
  return rule.from.includes('Any');
}

function shows(name: string, expected: string): Confirmation {
  return { command: ['Show-VipRule', '-Name', name], expect: { is: expected } };
}

function describeWanted({ name, service, vip }: WantedRule): string {
  return describe({
    name,
    byPolicy: false,
    enabled: true,
    allows: true,
    profile: 'Any',
    protocol: service.protocol.toUpperCase(),
    ports: [String(service.port)],
    to: [vip.address],
    from: ['Any'],
  });
}

/** As `Show-VipRule` prints it. */
function describe(rule: FirewallRule): string {
  const { profile, protocol, ports, to, from } = rule;
  const [enabled, action] = [rule.enabled ? 'True' : 'False', rule.allows ? 'Allow' : 'Block'];
  return `${enabled} Inbound ${action} ${protocol} ${ports.join(',')} to ${to.join(',')} from ${from.join(',')} in ${profile}`;
}

/** All that is read of a rule, so that it can come back as it was. */
function putBack(rule: FirewallRule): Command {
  return [
    'New-VipRule',
    ...['-Name', rule.name],
    ...['-Enabled', rule.enabled ? 'True' : 'False'],
    ...['-Action', rule.allows ? 'Allow' : 'Block'],
    ...['-In', rule.profile.replaceAll(' ', '')],
    ...['-Protocol', rule.protocol],
    ...['-LocalPort', rule.ports.join(',')],
    ...['-LocalAddress', rule.to.join(',')],
    ...['-RemoteAddress', rule.from.join(',')],
  ];
}
