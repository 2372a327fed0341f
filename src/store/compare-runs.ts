import type { Check } from '../core/check.ts';
import type { SummarizedHost } from '../core/run-summary.ts';

/** A host that two runs found in different states, or with different checks. */
export interface HostDifference {
  readonly host: string;
  /** Undefined when the host was not in that run. */
  readonly before: string | undefined;
  readonly after: string | undefined;
  readonly checks: readonly CheckDifference[];
}

export interface CheckDifference {
  readonly id: string;
  readonly title: string;
  /** What was found; undefined when it was not looked at. */
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** In the order of the later run; hosts that only the earlier one had come last. */
export function compareRuns(
  before: readonly SummarizedHost[],
  after: readonly SummarizedHost[],
): readonly HostDifference[] {
  const old = new Map(before.map((host) => [host.host, host]));
  const young = new Map(after.map((host) => [host.host, host]));
  return [...new Set([...young.keys(), ...old.keys()])]
    .map((host) => compareHost(host, old.get(host), young.get(host)))
    .filter((difference) => difference.before !== difference.after || difference.checks.length > 0);
}

function compareHost(
  host: string,
  before: SummarizedHost | undefined,
  after: SummarizedHost | undefined,
): HostDifference {
  return {
    host,
    before: before?.outcome,
    after: after?.outcome,
    // A change keeps no checks, and a host that was not reached has none: then there is nothing to compare.
    checks: compareChecks(before?.checks ?? [], after?.checks ?? []),
  };
}

function compareChecks(before: readonly Check[], after: readonly Check[]): readonly CheckDifference[] {
  if (before.length === 0 || after.length === 0) return [];
  const old = byName(before);
  const young = byName(after);
  return [...new Set([...young.keys(), ...old.keys()])].flatMap((name) => {
    const was = old.get(name);
    const is = young.get(name);
    const check = is ?? was;
    if (check === undefined || (was?.verdict === is?.verdict && was?.found === is?.found)) return [];
    return { id: check.id, title: check.title, before: was?.found, after: is?.found };
  });
}

/** The same check is made for each VIP: only its title tells them apart. */
function byName(checks: readonly Check[]): ReadonlyMap<string, Check> {
  return new Map(checks.map((check) => [`${check.id} ${check.title}`, check]));
}
