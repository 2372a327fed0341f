import { isIP } from 'node:net';
import type { Stage } from '../../core/deadline.ts';
import type { DoctorFinding, DoctorStage } from '../../core/diagnosis.ts';
import { asProblem } from '../../core/problem.ts';
import type { Host } from '../../inventory/fleet.ts';
import { examineShell } from '../examine-shell.ts';
import { startClock } from '../stage-clock.ts';
import { stoppedFinding } from '../stopped-finding.ts';
import { sessionOn } from './session.ts';
import { meansOf, type WinrmSurroundings } from './transport.ts';
import { openWorkplace } from './workplace.ts';

/**
 * Goes through everything that a run needs of the host, by the same code that a run uses, and tells each stage as it
 * ends. The last finding is the one where it stopped, or `shell`. Nothing is changed on the host.
 * @throws Problem 'interrupted' only
 */
export async function diagnoseWinrm(
  surroundings: WinrmSurroundings,
  host: Host,
  signal: AbortSignal,
  tell: (finding: DoctorFinding) => void,
): Promise<void> {
  let stage: DoctorStage = 'name';
  const took = new Map<Stage, number>();
  const clock = startClock(host.deadlines, signal, (ended, milliseconds) => {
    took.set(ended, milliseconds);
    if (ended === 'dns' || (ended === 'tcp' && !took.has('dns'))) tell(foundName(host, took.get('dns')));
    if (ended === 'tcp') tell({ stage: 'tcp', ok: true, text: `port ${host.port} open`, milliseconds });
    stage = nextStage[ended] ?? stage;
  });
  try {
    const workplace = await openWorkplace(meansOf(surroundings), host, clock);
    clock.stop();
    await using session = sessionOn(host, workplace);
    const { hostKey, software, login } = session.peer;
    if (host.https)
      tell({ stage: 'key', ok: true, text: `TLS, ${hostKey}`, ...timed(took.get('keyExchange')) });
    tell({ stage: 'banner', ok: true, text: software, ...timed(took.get('banner')) });
    tell({ stage: 'login', ok: true, text: login, ...timed(took.get('authentication')) });
    for (const finding of await examineShell(session, host, signal)) tell(finding);
  } catch (thrown) {
    const problem = asProblem(thrown);
    if (problem.code === 'interrupted') throw problem;
    tell(stoppedFinding(problem, stage));
  } finally {
    clock.stop();
  }
}

/** What an examination is about once a stage of the clock has ended. */
const nextStage: Partial<Record<Stage, DoctorStage>> = {
  dns: 'tcp',
  tcp: 'key',
  keyExchange: 'banner',
  banner: 'login',
  authentication: 'shell',
};

function foundName({ name, address }: Host, milliseconds: number | undefined): DoctorFinding {
  const text = isIP(address) === 0 ? `${address} is known` : `${name} is ${address}`;
  return { stage: 'name', ok: true, text, ...timed(milliseconds) };
}

function timed(milliseconds: number | undefined): { readonly milliseconds?: number } {
  return milliseconds === undefined ? {} : { milliseconds };
}
