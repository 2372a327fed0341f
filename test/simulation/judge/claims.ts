import type { RunEvent } from '../../../src/core/event.ts';
import type { Claim } from '../../../src/core/network.ts';
import { hostView, type RunView } from './run-view.ts';

/** Keeps in mind who was seen to answer for a VIP, and whether the run must draw a consequence from it. */
export function noteClaim(view: RunView, { claimant, vip, mac }: Claim, now: number): void {
  if (claimant.kind === 'unknown' && !view.bystanders.has(`${vip} ${mac}`)) view.strangerSeen = true;
  if (claimant.kind !== 'member') return;
  const mine = hostView(view, claimant.host);
  mine.wasHeard = true;
  // Of what a witness tells at once, nobody knows whether it was before the change.
  const isLater = now >= mine.endedAt + 3_000;
  if (mine.entered !== undefined && isLater && mine.outcome === 'changed') mine.wasAccused = true;
}

/** A removal goes on beside a stranger who was there before it; what is heard at the end counts like what was heard on the way. */
export function noteSurvey(
  view: RunView,
  { moment, report }: Extract<RunEvent, { kind: 'network-surveyed' }>,
  now: number,
): void {
  if (moment === 'before' && view.conduct.errand.purpose.verb === 'remove')
    for (const { vip, mac } of report.claims) view.bystanders.add(`${vip} ${mac}`);
  for (const { claimant } of report.claims)
    if (claimant.kind === 'member') hostView(view, claimant.host).wasHeard = true;
  if (moment === 'after') for (const claim of report.claims) noteClaim(view, claim, now);
}
