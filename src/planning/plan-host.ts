import { isFault } from '../core/check.ts';
import { digestOf } from '../core/digest.ts';
import { outcomeOfUnread } from '../core/outcome.ts';
import type { HostPlan } from '../core/plan.ts';
import type { Problem } from '../core/problem.ts';
import type { Desired, Observed } from '../platforms/platform.ts';
import type { Reading } from '../platforms/reading.ts';

/** The plan of one host that was probed. Pure: the same reading and wish give the same plan. */
export function planHost(host: string, { platform, observed }: Reading, desired: Desired): HostPlan {
  const decision = platform.plan(desired, observed);
  const base = { host, title: observed.title, facts: factsDigest(observed) };
  if (decision.kind === 'refused') return { ...base, ...decision, notices: [] };
  if (decision.kind === 'change') return { ...base, ...decision };
  // What is left is nothing that a change mends, and "as wanted" alone would hide it.
  const faults = platform.checks(desired, observed).filter(isFault);
  const notices = new Set([...decision.notices, ...faults.map((check) => check.found)]);
  return { ...base, ...decision, notices: [...notices] };
}

/** The plan of one host that could not be probed. */
export function planUnread(host: string, problem: Problem): HostPlan {
  const base = { host, title: 'not reached', facts: undefined, notices: [], reason: problem.message };
  const kind = outcomeOfUnread(problem);
  if (kind === 'not-attempted') return { ...base, kind };
  return { ...base, kind, wayOut: problem.wayOut ?? `vipfarm doctor ${host}` };
}

/** Digest of what a plan may depend on: everything observed but the moment. */
export function factsDigest(observed: Observed): string {
  const { moment: _moment, ...lasting } = observed;
  return digestOf(JSON.stringify(lasting, asPlainData));
}

function asPlainData(_key: string, value: unknown): unknown {
  return value instanceof Map || value instanceof Set ? [...value] : value;
}
