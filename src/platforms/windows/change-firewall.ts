import type { Confirmation, Step } from '../../core/step.ts';
import { run } from './change-vips.ts';
import type { Intent, WantedRule } from './intent.ts';
import type { NetworkCommands } from './network-commands.ts';
import type { FirewallRule, WindowsObserved } from './observed.ts';

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
        undo: [run(commands.removeRule(name))],
        undone: [shows(name, 'absent')],
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
    .map((rule) => {
      const [, protocol = 'tcp', port = '0', address = ''] =
        /^vipfarm-(tcp|udp)-(\d+)-(.+)$/.exec(rule.name) ?? [];
      const service = { protocol: protocol === 'udp' ? 'udp' : 'tcp', port: Number(port) } as const;
      const vip = { address, family: address.includes(':') ? 6 : 4 } as const;
      return {
        id: `firewall-away-${protocol}-${port}-${address}`,
        title: `- firewall rule ${rule.name}`,
        reason: 'the VIP that it was made for has left',
        risk: 'none',
        trial: 'none',
        apply: [run(commands.removeRule(rule.name))],
        confirm: [shows(rule.name, 'absent')],
        undo: [run(commands.addRule(rule.name, service, vip))],
        undone: [shows(rule.name, describeWanted({ name: rule.name, service, vip }))],
      };
    });
}

/** True when our rule is there, switched on, and as we made it. */
export function isOpen({ name, service, vip }: WantedRule, host: WindowsObserved): boolean {
  return host.firewall.own.some(
    (rule) =>
      rule.name === name &&
      rule.enabled &&
      rule.allows &&
      names(rule, service.protocol, service.port) &&
      rule.to.includes(vip.address),
  );
}

/** True when a rule names this port. */
export function names(rule: FirewallRule, protocol: string, port: number): boolean {
  return [protocol.toUpperCase(), 'ANY'].includes(rule.protocol) && rule.ports.includes(String(port));
}

function shows(name: string, expected: string): Confirmation {
  return { command: ['Show-VipRule', '-Name', name], expect: { is: expected } };
}

function describeWanted({ service, vip }: WantedRule): string {
  return `True Inbound Allow ${service.protocol.toUpperCase()} ${service.port} ${vip.address}`;
}
