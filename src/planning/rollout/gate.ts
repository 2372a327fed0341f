import { foldNames } from '../../core/fold-names.ts';
import { type Acceptance, type Claim, describeClaim } from '../../core/network.ts';
import type { HostResult } from '../../core/outcome.ts';
import type { Batch } from '../../core/rollout.ts';

/** What a gate is judged by: everything that was seen since the run began. */
export interface GateQuestion {
  readonly batch: Batch;
  /** So many may fail in the whole run. */
  readonly maxFail: number;
  /** Hosts that have failed since this batch began: its own, and those of earlier ones that were taken back meanwhile. */
  readonly failedHere: readonly HostResult[];
  /** Hosts of the whole run that have failed, this batch included. */
  readonly failed: number;
  /** What was seen of the VIPs' segment during the batch, the director's own claims left out. */
  readonly claims: readonly Claim[];
  readonly acceptances: readonly Acceptance[];
  /** What else forbids to go on: a lease that was lost, a hook around the batch that failed, an operator's no. */
  readonly objections: readonly string[];
}

/** Why the gate behind a batch stays shut, a line for each reason; none when it opens. */
export function judgeGate(question: GateQuestion): readonly string[] {
  const { batch, maxFail, failedHere, failed, claims, acceptances, objections } = question;
  const reasons: string[] = [...objections];
  if (failedHere.length > batch.maxFail) {
    const areOfBatch = failedHere.every(({ host }) => batch.hosts.includes(host));
    const where = areOfBatch ? 'in this batch' : 'while this batch was changed';
    reasons.push(tooMany(failedHere, where, batch.maxFail));
  } else if (failed > maxFail) {
    reasons.push(tooMany(failedHere, `here, ${failed} in the run`, maxFail));
  }
  return [...reasons, ...claims.map(describeClaim), ...acceptances.filter(isRefusal).map(describeRefusal)];
}

/** Failed hosts count against maxFail; those that could not be begun for a reason of their own do not. */
export function hasFailed({ outcome }: HostResult): boolean {
  return outcome === 'failed' || outcome === 'rolled-back' || outcome === 'unknown';
}

/** Verdicts that speak against a server; untried says nothing. */
export function isRefusal({ verdict }: Acceptance): boolean {
  return verdict !== 'answers' && verdict !== 'untried';
}

function describeRefusal({ host, vip, port, found, witness }: Acceptance): string {
  return `${host} does not serve ${vip}:${port} itself: ${found} (tried from ${witness})`;
}

/** Why each of them failed stands with the host. */
function tooMany(hosts: readonly HostResult[], where: string, allowed: number): string {
  const names = hosts.length === 0 ? '' : ` (${foldNames(hosts.map(({ host }) => host))})`;
  return `${hosts.length} failed ${where}${names}, and maxFail allows ${allowed}`;
}
