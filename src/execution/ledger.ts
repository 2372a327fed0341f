import type { Listener } from '../core/event.ts';
import type { HostResult } from '../core/outcome.ts';

/** What has become of each host so far. A later entry replaces an earlier one: a changed host may be taken back. */
export interface Ledger {
  settle(result: HostResult): void;
  settleIfOpen(result: HostResult): void;
  of(hosts: readonly string[]): readonly HostResult[];
  count(is: (result: HostResult) => boolean): number;
}

export function keepLedger(announce: Listener): Ledger {
  const results = new Map<string, HostResult>();
  function settle(result: HostResult): void {
    results.set(result.host, result);
    const { host, outcome, reason } = result;
    announce({ kind: 'host-ended', host, outcome, ...(reason === undefined ? {} : { reason }) });
  }
  return {
    settle,
    settleIfOpen(result) {
      if (!results.has(result.host)) settle(result);
    },
    of: (hosts) => hosts.flatMap((host) => results.get(host) ?? []),
    count: (is) => [...results.values()].filter(is).length,
  };
}
