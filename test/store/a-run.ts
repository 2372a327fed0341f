import type { Check } from '../../src/core/check.ts';
import type { RunSummary } from '../../src/core/run-summary.ts';
import type { EvidenceRecord } from '../../src/store/evidence.ts';
import type { RunRecord } from '../../src/store/store.ts';

/** A run of the given number of hosts; runs of different minutes are different runs. */
export function aRun(
  minute: number,
  changes: Partial<RunSummary> & { readonly count?: number } = {},
): RunRecord {
  const { count = 3, ...summary } = changes;
  const startedAt = new Date(Date.UTC(2026, 10, 22, 3, minute)).toISOString();
  const hosts = Array.from({ length: count }, (_, index) => `web${String(index + 1).padStart(2, '0')}`);
  return {
    owner: 'ops@admin1',
    process: 4711,
    plan: undefined,
    journal: `{"kind":"run-started","minute":${minute}}\n{"kind":"run-ended"}\n`,
    evidence: outputsOf(hosts, startedAt),
    summary: {
      id: `20261122-03${String(minute).padStart(2, '0')}-web`,
      verb: 'audit',
      startedAt,
      endedAt: startedAt.replace('00.000Z', '41.000Z'),
      exitCode: 0,
      pools: ['web'],
      hosts: hosts.map((host) => ({ host, outcome: 'ok', title: 'Debian 12, ifupdown', checks: [aCheck()] })),
      ...summary,
    },
  };
}

export function aCheck(changes: Partial<Check> = {}): Check {
  return {
    id: 'vip-now',
    title: '192.0.2.100 is on lo',
    expected: '192.0.2.100/32 on lo',
    found: '192.0.2.100/32 on lo',
    verdict: 'ok',
    evidence: ['addresses'],
    ...changes,
  };
}

/** What hosts say: nearly the same, and never quite. */
export function outputOf(host: string, startedAt: string): string {
  const lines = Array.from({ length: 150 }, (_, index) => `net.ipv4.conf.eth${index}.arp_ignore = 1`);
  return `@@vipfarm identity\nLinux\n${host}\n@@vipfarm session\n${startedAt} of ${host}\n${lines.join('\n')}\n`;
}

export async function* outputsOf(hosts: readonly string[], at: string): AsyncGenerator<EvidenceRecord> {
  for (const host of hosts) yield { host, moment: 'before', at, text: outputOf(host, at) };
}

export async function gather<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const gathered: T[] = [];
  for await (const item of items) gathered.push(item);
  return gathered;
}
