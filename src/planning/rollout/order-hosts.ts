import type { Rollout } from '../../core/rollout.ts';

/** Hosts in the order in which they are changed. By name, numbers count as numbers: web2 comes before web10. */
export function orderHosts(hosts: readonly string[], order: Rollout['order']): readonly string[] {
  switch (order) {
    case 'inventory':
      return hosts;
    case 'reverse':
      return hosts.toReversed();
    case 'name':
      return hosts.toSorted((a, b) => byNumbers.compare(a, b) || (a < b ? -1 : 1));
  }
}

/** One language for all operators, so that all have the same order. */
const byNumbers = new Intl.Collator('en', { numeric: true });
