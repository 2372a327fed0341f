import type { Host } from '../../inventory/fleet.ts';
import { type StageClock, startClock } from '../stage-clock.ts';

/** Milliseconds that tidying up may take on a host that does not answer. */
const patience = 5_000;

/** For what must still be done when the operator has interrupted, or a deadline has passed. */
export function shortClock(host: Host): StageClock {
  const never = new AbortController().signal;
  const clock = startClock({ ...host.deadlines, whole: patience }, never);
  clock.limitWhole();
  return clock;
}
