import { isIP } from 'node:net';
import type { Stage } from '../../core/deadline.ts';
import type { DoctorFinding, DoctorStage } from '../../core/diagnosis.ts';
import { asProblem } from '../../core/problem.ts';
import type { Host } from '../../inventory/fleet.ts';
import { examineShell } from '../examine-shell.ts';
import { startClock } from '../stage-clock.ts';
import { stoppedFinding } from '../stopped-finding.ts';
import type { Peer } from '../transport.ts';
import type { ConnectionObserver } from './open-connection.ts';
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
  const examined = observe(host, tell);
  const clock = startClock(host.deadlines, signal, examined.onStage);
  let stage: DoctorStage | undefined;
  try {
    const workplace = await openWorkplace(meansOf(surroundings), host, clock, examined.observer);
    clock.stop();
    await using session = sessionOn(host, workplace);
    stage = 'shell';
    if (host.auth === 'basic') examined.loggedIn(session.peer);
    for (const finding of await examineShell(session, host, signal)) tell(finding);
  } catch (thrown) {
    const problem = asProblem(thrown);
    if (problem.code === 'interrupted') throw problem;
    examined.stop();
    tell(stoppedFinding(problem, stage ?? stageNow(host, clock.stage)));
  } finally {
    clock.stop();
  }
}

/** Turns what is learned on the way into findings. */
function observe(host: Host, tell: (finding: DoctorFinding) => void) {
  let addresses: readonly string[] = [];
  let certificate = '';
  let peer: Peer | undefined;
  let isStopped = false;
  const took = new Map<Stage, number>();
  const found = (stage: DoctorStage, text: string, milliseconds: number | undefined): void =>
    tell({ stage, ok: true, text, ...(milliseconds === undefined ? {} : { milliseconds }) });
  const observer: ConnectionObserver = {
    onAddresses: (given) => {
      addresses = given;
      if (isIP(host.address) !== 0) found('name', `${host.name} is ${host.address}`, undefined);
    },
    onCertificate: (fingerprint) => {
      certificate = fingerprint;
    },
    onLogin: (given) => {
      peer = given;
    },
  };
  function loggedIn({ software, login }: Peer): void {
    found('banner', software, took.get('banner'));
    found('login', login, took.get('authentication'));
  }
  function onStage(ended: Stage, milliseconds: number): void {
    if (isStopped) return;
    took.set(ended, milliseconds);
    if (ended === 'dns') found('name', `${host.address} is ${addresses.join(', ')}`, milliseconds);
    if (ended === 'tcp') found('tcp', `port ${host.port} open`, milliseconds);
    if (ended === 'keyExchange') found('key', `TLS, certificate ${certificate}`, milliseconds);
    if (ended === 'authentication' && peer !== undefined && host.auth !== 'basic') loggedIn(peer);
  }
  /** The stage that a failure left is not one that ended. */
  function stop(): void {
    isStopped = true;
  }
  return { observer, onStage, loggedIn, stop };
}

/** What an examination is about in a stage of the clock; before the first, it is the settings that do not go. */
function stageNow(host: Host, stage: Stage | undefined): DoctorStage {
  switch (stage) {
    case undefined:
      return host.jump.length > 0 ? 'jump' : 'login';
    case 'dns':
      return 'name';
    case 'tcp':
    case 'banner':
      return stage;
    case 'keyExchange':
      return 'key';
    case 'authentication':
      return 'login';
    default:
      return 'shell';
  }
}
