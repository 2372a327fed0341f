import type { Duplex } from 'node:stream';
import type { Client } from 'ssh2';
import { asProblem } from '../../core/problem.ts';
import type { Host } from '../../inventory/fleet.ts';
import type { Secrets } from '../../secrets/secrets.ts';
import { dial } from '../dial.ts';
import { frugalSocket } from '../frugal-socket.ts';
import type { PasswordGate } from '../password-gate.ts';
import { type StageClock, type StageObserver, startClock } from '../stage-clock.ts';
import type { Peer } from '../transport.ts';
import type { Connection } from './connection.ts';
import { gatherWrites } from './gather-writes.ts';
import { describeHostKey, type HostKey } from './host-key.ts';
import { decideHostKey, type KeyDecision, lookupNames } from './host-key-check.ts';
import type { Jumps } from './jumps.ts';
import type { Keyring } from './keyring.ts';
import { namedKeyTypes } from './known-hosts.ts';
import type { KnownHostsFiles } from './known-hosts-files.ts';
import { planLogin } from './login.ts';
import { shakeHands } from './shake-hands.ts';

/** Everything that the connections of a run share. */
export interface Shared {
  readonly secrets: Secrets;
  readonly keyring: Keyring;
  readonly knownHosts: KnownHostsFiles;
  readonly gate: PasswordGate;
  readonly jumps: Jumps;
}

/** Told on the way what there is to tell, for `doctor` and `hostkeys`. */
export interface ConnectionObserver {
  readonly onStage?: StageObserver;
  readonly onAddresses?: (addresses: readonly string[]) => void;
  readonly onIdent?: (software: string) => void;
  readonly onHostKey?: (key: HostKey, decision: KeyDecision) => void;
}

/**
 * Connects to the host, through its jump hosts if it has any.
 * @throws Problem: one of the codes of reaching a host
 */
export async function openConnection(
  shared: Shared,
  host: Host,
  signal: AbortSignal,
  observer: ConnectionObserver = {},
): Promise<Connection> {
  const known = await shared.knownHosts.readFor(host);
  const identities = await shared.keyring.identitiesFor(host);

  async function attempt(asked: readonly string[], mayAskAgain: boolean): Promise<Connection> {
    const clock = startClock(host.deadlines, signal, observer.onStage);
    const login = planLogin(host, identities, shared, clock);
    let shown: HostKey | undefined;
    let decision: KeyDecision | undefined;
    const decide = (key: HostKey): KeyDecision => {
      shown = key;
      decision = decideHostKey(host, known, key, mayAskAgain ? asked : undefined);
      observer.onHostKey?.(key, decision);
      return decision;
    };
    try {
      const stream = await reach(shared, host, clock, observer);
      const { onIdent } = observer;
      const { client, software } = await shakeHands(stream, { host, asked, decide, login, onIdent }, clock);
      login.settle('accepted');
      clock.pause();
      if (shown !== undefined) await clock.until(record(shared, host, shown, decision));
      clock.stop();
      const peer: Peer = {
        address: 'remoteAddress' in stream ? String(stream.remoteAddress) : undefined,
        software,
        hostKey: shown === undefined ? '' : describeHostKey(shown),
        login: login.describe(),
      };
      return { client, peer, close: () => close(client, stream) };
    } catch (thrown) {
      login.settle('lost');
      // Whatever failed: neither the clock nor the connection may keep the process alive.
      clock.fail(asProblem(thrown));
      const types = otherTypes(decision);
      if (types === undefined) throw thrown;
      return await attempt(types, false);
    }
  }

  const asked = namedKeyTypes(known, lookupNames(host));
  return await shared.jumps.inTurn(host, () => attempt(asked, true));
}

/** A stream to the host's port, through its jump hosts if it has any. */
export async function reach(
  shared: Shared,
  host: Host,
  clock: StageClock,
  observer: ConnectionObserver = {},
): Promise<Duplex> {
  const forwarded = await shared.jumps.forward(host, clock);
  return forwarded ?? gatherWrites(await dial(host, clock, observer.onAddresses, frugalSocket()));
}

/** Policy accept-new: the key is written down once the host has let us in, that is, has proved to be ours to manage. */
async function record(
  shared: Shared,
  host: Host,
  key: HostKey,
  decision: KeyDecision | undefined,
): Promise<void> {
  if (decision?.kind === 'record') await shared.knownHosts.record(host, decision.name, key);
}

function otherTypes(decision: KeyDecision | undefined): readonly string[] | undefined {
  return decision?.kind === 'ask-for' ? decision.types : undefined;
}

/** Says goodbye and does not wait for the answer: a server that has died would keep the process alive. */
function close(client: Client, stream: Duplex): void {
  client.end();
  stream.end(() => stream.destroy());
}
