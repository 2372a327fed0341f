import type { Claim, SegmentReport } from '../core/network.ts';
import type { Plan } from '../core/plan.ts';
import { answerClaim, isGuilty, type KnownHosts, unanswered } from './answer-claim.ts';
import type { Conditions } from './conditions.ts';
import { lookAround } from './look-around.ts';
import type { RolloutMeans } from './rollout-means.ts';

export interface LastLook {
  readonly report: SegmentReport | undefined;
  /** Who answers that must not, and is not taken back for it now. */
  readonly claims: readonly Claim[];
}

/**
 * Looks at the network once more when the hosts are done, for whoever has begun to answer since the watch was over. It is judged
 * like a gate: a member that the run has changed is taken back.
 */
export async function lookLast(
  plan: Plan,
  known: KnownHosts,
  means: RolloutMeans,
  conditions: Conditions,
): Promise<LastLook> {
  if (means.segment === undefined) return { report: undefined, claims: [] };
  const report = await lookAround('after', plan, means.segment, conditions);
  const now = conditions.clock.now();
  const guilty = (report?.claims ?? []).filter((claim) => isGuilty(claim, known, means, now));
  const ours = guilty.filter(({ claimant }) => claimant.kind === 'member' && known.moved.has(claimant.host));
  for (const claim of ours) await answerClaim(claim, known, known.ledger.settle, means, conditions);
  const others = guilty.filter((claim) => !ours.includes(claim));
  return { report, claims: [...others, ...unanswered(ours, known.ledger)] };
}
