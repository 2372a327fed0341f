import type { HostResult } from '../core/outcome.ts';
import { asProblem } from '../core/problem.ts';
import type { ChangeAnswer } from '../platforms/platform.ts';
import type { Session } from '../transports/transport.ts';
import { judgeChange } from '../verification/judge-change.ts';
import { settleLostHost } from './after-loss.ts';
import type { Change } from './change.ts';
import type { Conditions } from './conditions.ts';
import { probeHost } from './probe-host.ts';

/** Reads the host again and judges it by that. */
export async function readBack(
  change: Change,
  answer: ChangeAnswer,
  session: Session,
  conditions: Conditions,
): Promise<HostResult> {
  const { host, desired } = change.ready;
  try {
    const vips = [...desired.present, ...desired.absent];
    const after = await probeHost(session, host, vips, 'after', conditions);
    return judgeChange(host.name, desired, change.steps, answer, after);
  } catch (thrown) {
    return await settleLostHost(change, asProblem(thrown), conditions);
  }
}
