import { describeClaim, type SegmentReport } from '../../core/network.ts';
import type { Plan } from '../../core/plan.ts';
import { Problem } from '../../core/problem.ts';
import type { Fleet } from '../../inventory/fleet.ts';
import { isWrongAnswer } from './weigh-claims.ts';

/**
 * Members that the run changes may answer wrongly where it is there to repair them, and that was said. A removal may begin
 * whoever answers: another machine that has the VIP may be the reason for it.
 * @throws Problem gate-shut when somebody else answers for a VIP who must not: then the run does not begin
 */
export function refuseWrongAnswers(
  plan: Plan,
  fleet: Fleet,
  before: SegmentReport | undefined,
  repair: boolean,
): void {
  if (before === undefined || plan.verb === 'remove') return;
  const toChange = new Set(plan.hosts.flatMap((one) => (one.kind === 'change' ? one.host : [])));
  const reasons = before.claims
    .filter((claim) => isWrongAnswer(claim, fleet))
    .filter(({ claimant }) => claimant.kind !== 'member' || !repair || !toChange.has(claimant.host))
    .map(describeClaim);
  if (reasons.length === 0) return;
  const members = new Set(
    before.claims.flatMap(({ claimant }) => (claimant.kind === 'member' ? claimant.host : [])),
  );
  const known = [...members].filter((host) => toChange.has(host));
  throw new Problem(
    'gate-shut',
    `nothing was changed, because the network is wrong already:\n  ${reasons.join('\n  ')}`,
    {
      wayOut:
        known.length > 0
          ? `mend it there, or let this run do it: add --repair (and --limit ${known.join(',')} to change nothing else)`
          : 'find out who that is, and take the VIP away from it',
    },
  );
}
