import type { Host } from '../inventory/fleet.ts';
import type { Platform } from '../platforms/platform.ts';
import type { Session } from '../transports/transport.ts';
import type { Conditions } from './conditions.ts';
import { dismissMemory, goesOn, recallHost } from './recall-host.ts';

/** Milliseconds between two looks at a host that goes on alone, and after which its script is given up. */
const lookPause = 2_000;
const patience = 120_000;

/**
 * Waits until a host that an earlier run left in the middle is left in peace by it: until its script has ended, or its
 * dead-man has taken the change back. Then nothing moves any more but what this run does. True when it remembers a
 * change at all: what was read before may have been read in the middle of it, and counts no more.
 */
export async function settleMemory(
  session: Session,
  host: Host,
  platform: Platform,
  conditions: Conditions,
): Promise<boolean> {
  const { clock, announce, signal } = conditions;
  const end = clock.now() + patience;
  let waited = false;
  for (;;) {
    const { change } = await recallHost(session, host, platform, conditions);
    if (change === undefined) return waited;
    const { state, steps } = change;
    if (!goesOn(change)) {
      announce({ kind: 'host-recalled', host: host.name, run: change.run, state, steps });
      await dismissMemory(session, host, platform, change.run, conditions);
      return true;
    }
    if (!waited) announce({ kind: 'host-recalled', host: host.name, run: change.run, state, steps });
    waited = true;
    const last = Math.max(end, change.deadline === undefined ? 0 : change.deadline + patience);
    if (clock.now() >= last || signal.aborted) return waited;
    await clock.sleep(lookPause, signal);
  }
}
