import type { ProbeOutput } from '../platform.ts';
import { type Firewall, type FirewallRule, ownRulePrefix } from './observed.ts';
import { numberIn, readRows, textIn, textsIn } from './read-rows.ts';

export function readRules(output: ProbeOutput): readonly FirewallRule[] {
  return (readRows(output, 'firewall-rules') ?? []).map((row) => ({
    name: textIn(row, 'name'),
    byPolicy: textIn(row, 'source') === 'GroupPolicy',
    enabled: textIn(row, 'enabled') === 'True',
    allows: textIn(row, 'action') === 'Allow',
    profile: textIn(row, 'profile'),
    protocol: textIn(row, 'protocol'),
    ports: textsIn(row, 'ports'),
    to: textsIn(row, 'to'),
    from: textsIn(row, 'from'),
  }));
}

export function readFirewall(output: ProbeOutput, rules: readonly FirewallRule[]): Firewall {
  const categories = (readRows(output, 'network-profiles') ?? []).map(
    (row) => [numberIn(row, 'index'), textIn(row, 'category')] as const,
  );
  return {
    profiles: (readRows(output, 'firewall-profiles') ?? []).map((row) => ({
      name: textIn(row, 'profile'),
      enabled: textIn(row, 'enabled') === 'True',
      // Where nothing is configured, Windows blocks what no rule allows.
      blocksByDefault: textIn(row, 'inbound') !== 'Allow',
      heedsRules: textIn(row, 'rules') !== 'False',
      heedsLocalRules: textIn(row, 'local') !== 'False',
    })),
    categories: new Map(categories),
    own: rules.filter((rule) => !rule.byPolicy && rule.name.startsWith(ownRulePrefix)),
  };
}
