import type { Listener } from '../core/event.ts';
import type { HostResult } from '../core/outcome.ts';
import { hasFailed } from '../planning/rollout/gate.ts';

/** What has become of each host so far. A later entry replaces an earlier one: a changed host may be taken back. */
export interface Ledger {
  settle(result: HostResult): void;
  settleIfOpen(result: HostResult): void;
  of(hosts: readonly string[]): readonly HostResult[];
  /** How many hosts have failed. Asked before each host, so it is counted on the way. */
  readonly failed: number;
}

export function keepLedger(announce: Listener): Ledger {
  const results = new Map<string, HostResult>();
  let failed = 0;
  function settle(result: HostResult): void {
    const before = results.get(result.host);
    if (before !== undefined && hasFailed(before)) failed -= 1;
    if (hasFailed(result)) failed += 1;
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
    get failed() {
      return failed;
    },
  };
}
