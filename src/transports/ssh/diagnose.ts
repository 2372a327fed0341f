import { isIP } from 'node:net';
import type { DoctorFinding, DoctorStage } from '../../core/diagnosis.ts';
import { asProblem } from '../../core/problem.ts';
import type { Host } from '../../inventory/fleet.ts';
import { examineShell } from '../examine-shell.ts';
import { stoppedFinding } from '../stopped-finding.ts';
import { describeHostKey } from './host-key.ts';
import { type ConnectionObserver, openConnection } from './open-connection.ts';
import { sessionOn } from './session.ts';
import { type SshSurroundings, shareAll } from './transport.ts';

/**
 * Goes through everything that a run needs of the host, by the same code that a run uses, and tells each stage as it
 * ends. The last finding is the one where it stopped, or `shell`. Nothing is changed on the host.
 * @throws Problem 'interrupted' only
 */
export async function diagnoseSsh(
  surroundings: SshSurroundings,
  host: Host,
  signal: AbortSignal,
  tell: (finding: DoctorFinding) => void,
): Promise<void> {
  const shared = shareAll(surroundings, signal);
  const examined = observe(host, tell);
  try {
    const connection = await openConnection(shared, host, signal, examined.observer);
    examined.loggedIn(connection.peer.login);
    try {
      const session = sessionOn(connection, host, shared);
      for (const finding of await examineShell(session, host, signal)) tell(finding);
    } finally {
      connection.close();
    }
  } catch (thrown) {
    const problem = asProblem(thrown);
    if (problem.code === 'interrupted') throw problem;
    tell(stoppedFinding(problem, examined.stage()));
  } finally {
    await shared.jumps[Symbol.asyncDispose]();
  }
}

/** Turns the stages of a connection into findings. */
function observe(host: Host, tell: (finding: DoctorFinding) => void) {
  let stage: DoctorStage = host.jump.length > 0 ? 'jump' : 'name';
  let addresses: readonly string[] = [];
  let ident = '';
  let key = '';
  let loginTook = 0;
  const found = (
    of: DoctorStage,
    text: string,
    milliseconds: number | undefined,
    next: DoctorStage,
  ): void => {
    tell({ stage: of, ok: true, text, ...(milliseconds === undefined ? {} : { milliseconds }) });
    stage = next;
  };
  const observer: ConnectionObserver = {
    onAddresses: (given) => {
      addresses = given;
      stage = 'tcp';
      if (isIP(host.address) !== 0)
        tell({ stage: 'name', ok: true, text: `${host.name} is ${host.address}` });
    },
    onIdent: (software) => {
      ident = software;
    },
    onHostKey: (shown, decision) => {
      stage = 'key';
      const where = decision.kind === 'accept' ? decision.where : 'new, recorded once the login succeeds';
      key = `${describeHostKey(shown)} ${where}`;
    },
    onStage: (ended, milliseconds) => {
      if (ended === 'dns') found('name', `${host.address} is ${addresses.join(', ')}`, milliseconds, 'tcp');
      if (ended === 'tcp') found('tcp', `port ${host.port} open${through(host)}`, milliseconds, 'banner');
      if (ended === 'banner') found('banner', ident, milliseconds, 'key');
      if (ended === 'keyExchange') found('key', key, undefined, 'login');
      if (ended === 'authentication') loginTook += milliseconds;
    },
  };
  const loggedIn = (login: string): void => found('login', login, loginTook, 'become');
  return { observer, loggedIn, stage: () => stage };
}

function through(host: Host): string {
  return host.jump.length === 0 ? '' : `, through ${host.jump.join(' and ')}`;
}
