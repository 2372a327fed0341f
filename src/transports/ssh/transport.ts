import type { Host } from '../../inventory/fleet.ts';
import type { Secrets } from '../../secrets/secrets.ts';
import { type PasswordGate, withholdUntilProven } from '../password-gate.ts';
import { type StageObserver, startClock } from '../stage-clock.ts';
import type { Session, Transport } from '../transport.ts';
import { shakeHands } from './connection.ts';
import { dial } from './dial.ts';
import { describeHostKey, type HostKey } from './host-key.ts';
import { decideHostKey, type KeyDecision, lookupNames } from './host-key-check.ts';
import { type Keyring, openKeyring } from './keyring.ts';
import { namedKeyTypes } from './known-hosts.ts';
import { type KnownHostsFiles, openKnownHosts } from './known-hosts-files.ts';
import { planLogin } from './login.ts';
import { sessionOn } from './session.ts';

/** What an SSH transport needs of the process and the run. */
export interface SshSurroundings {
  /** HOME and SSH_AUTH_SOCK are read. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly secrets: Secrets;
}

/** Everything that the sessions of a run share. */
interface Shared {
  readonly secrets: Secrets;
  readonly keyring: Keyring;
  readonly knownHosts: KnownHostsFiles;
  readonly gate: PasswordGate;
}

/** Sessions over ssh2. */
export function openSshTransport(surroundings: SshSurroundings): Transport {
  const shared: Shared = {
    secrets: surroundings.secrets,
    keyring: openKeyring(surroundings.environment, surroundings.secrets),
    knownHosts: openKnownHosts(surroundings.environment),
    gate: withholdUntilProven(),
  };
  return {
    kind: 'ssh',
    connect: (host, signal) => connect(shared, host, signal),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

async function connect(
  shared: Shared,
  host: Host,
  signal: AbortSignal,
  observe?: StageObserver,
): Promise<Session> {
  const known = await shared.knownHosts.readFor(host);
  const identities = await shared.keyring.identitiesFor(host);
  let asked = namedKeyTypes(known, lookupNames(host));
  for (;;) {
    const clock = startClock(host.deadlines, signal, observe);
    const login = planLogin(host, identities, shared, clock);
    let shown: HostKey | undefined;
    let decision: KeyDecision | undefined;
    try {
      const socket = await dial(host, clock);
      const { client, software } = await shakeHands(
        socket,
        {
          host,
          login,
          askFor: asked,
          decide: (key) => decideHostKey(host, known, key, asked),
          onHostKey: (key, made) => {
            shown = key;
            decision = made;
          },
        },
        clock,
      );
      clock.stop();
      login.settle('accepted');
      const peer = {
        address: socket.remoteAddress,
        software,
        hostKey: shown === undefined ? '' : describeHostKey(shown),
        login: login.describe(),
      };
      return sessionOn(client, host, peer, () => {
        client.end();
        socket.destroySoon();
      });
    } catch (thrown) {
      login.settle('lost');
      const outcome = decision as KeyDecision | undefined;
      if (outcome?.kind !== 'ask-for') throw thrown;
      asked = outcome.types;
    }
  }
}
