import { type Claim, describeClaim } from '../core/network.ts';
import type { HostResult } from '../core/outcome.ts';
import { type Excuses, isWrongAnswer } from '../planning/rollout/weigh-claims.ts';
import type { Conditions } from './conditions.ts';
import type { Ledger } from './ledger.ts';
import type { RolloutMeans } from './rollout-means.ts';
import type { InService } from './serving-members.ts';
import { type MovedHost, takeBack } from './take-back.ts';

/** Milliseconds that a witness may take to tell what it saw. */
export const tellingTime = 3_000;

/** What is known of the hosts of a run so far. */
export interface KnownHosts {
  /** Hosts of the run that have what can be taken back, in the order in which they were changed. */
  readonly moved: Map<string, MovedHost>;
  /** When a host's turn was over: milliseconds since 1970. */
  readonly ended: Map<string, number>;
  /** Hosts that a hook took out of service, and none has brought back. */
  readonly drained: Set<string>;
  readonly inService: InService;
  readonly ledger: Ledger;
  readonly excuses: Excuses;
}

/** Whether somebody answers who must not, and whom nothing excuses any more. */
export function isGuilty(
  claim: Claim,
  { ended, excuses }: KnownHosts,
  { fleet }: RolloutMeans,
  now: number,
): boolean {
  const { claimant, vip, mac } = claim;
  if (!isWrongAnswer(claim, fleet) || excuses.bystanders.has(`${vip} ${mac}`)) return false;
  if (claimant.kind !== 'member' || !excuses.members.has(claimant.host)) return true;
  const end = ended.get(claimant.host);
  // A witness tells of an answer within a second or two: what comes later was given after the change.
  return end !== undefined && now >= end + tellingTime;
}

/** Takes a member back because of this claim; false where the run has nothing on it that it could take back. */
export async function answerClaim(
  claim: Claim,
  { moved, drained, inService, ledger }: KnownHosts,
  settle: (result: HostResult) => void,
  means: RolloutMeans,
  conditions: Conditions,
): Promise<boolean> {
  const host = claim.claimant.kind === 'member' ? claim.claimant.host : '';
  const guilty = moved.get(host);
  if (guilty === undefined) return false;
  moved.delete(host);
  const isDrained = drained.has(host);
  const why = `${describeClaim(claim)}${isDrained ? '; it was left drained' : ''}`;
  settle(await takeBack(guilty, why, means, conditions));
  inService.putBack(host, isTakenBack(host, ledger) && !isDrained ? [] : 'all');
  return true;
}

/** Claims of a host that was taken back for them have had their answer: that host has failed. */
export function unanswered(claims: readonly Claim[], ledger: Ledger): readonly Claim[] {
  return claims.filter(({ claimant }) => claimant.kind !== 'member' || !isTakenBack(claimant.host, ledger));
}

export function isTakenBack(host: string, ledger: Ledger): boolean {
  return ledger.of([host])[0]?.outcome === 'rolled-back';
}
