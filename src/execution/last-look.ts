import { describeClaim, type SegmentReport } from '../core/network.ts';
import type { Plan } from '../core/plan.ts';
import { lostSight } from '../planning/rollout/lost-sight.ts';
import { answerClaim, isGuilty, type KnownHosts, unanswered } from './answer-claim.ts';
import type { Conditions } from './conditions.ts';
import { lookAround } from './look-around.ts';
import type { RolloutMeans } from './rollout-means.ts';

export interface LastLook {
  readonly report: SegmentReport | undefined;
  /** Why the last gate should not have opened: who answers and is not taken back for it now, or that nobody looks any more. */
  readonly reasons: readonly string[];
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
  if (means.segment === undefined) return { report: undefined, reasons: [] };
  const report = await lookAround('after', plan, means.segment, conditions);
  const now = conditions.clock.now();
  const guilty = (report?.claims ?? []).filter((claim) => isGuilty(claim, known, means, now));
  const ours = guilty.filter(({ claimant }) => claimant.kind === 'member' && known.moved.has(claimant.host));
  for (const claim of ours) await answerClaim(claim, known, known.ledger.settle, means, conditions);
  const others = guilty.filter((claim) => !ours.includes(claim));
  const claims = [...others, ...unanswered(ours, known.ledger)];
  // An interruption ends the looking too.
  const blind = conditions.signal.aborted ? [] : lostSight(means.before, report);
  return { report, reasons: [...claims.map(describeClaim), ...blind] };
}
