import type { Host } from '../../inventory/fleet.ts';
import type { Secrets } from '../../secrets/secrets.ts';
import { withholdUntilProven } from '../password-gate.ts';
import type { Transport } from '../transport.ts';
import { openJumps } from './jumps.ts';
import { openKeyring } from './keyring.ts';
import { openKnownHosts } from './known-hosts-files.ts';
import { openConnection, type Shared } from './open-connection.ts';
import { verifyWithRawKeys } from './raw-ed25519.ts';
import { sessionOn } from './session.ts';
import { leaveKeysUnproven } from './unasked-proof.ts';

/** What an SSH transport needs of the process and the run. */
export interface SshSurroundings {
  /** HOME and SSH_AUTH_SOCK are read. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly secrets: Secrets;
  /** The host of the inventory that has this name: a jump host that is in the inventory is reached by its own settings. */
  readonly hostNamed?: (name: string) => Host | undefined;
  /** Connections being opened through one jump host at the same time; 10 by default. */
  readonly openingAtOnce?: number;
}

/** Sessions over ssh2. Jump connections live until the transport is disposed of. */
export function openSshTransport(surroundings: SshSurroundings): Transport {
  const ending = new AbortController();
  const shared = shareAll(surroundings, ending.signal);
  return {
    kind: 'ssh',
    connect: async (host, signal) => sessionOn(await openConnection(shared, host, signal), host, shared),
    [Symbol.asyncDispose]: async () => {
      ending.abort();
      await shared.jumps[Symbol.asyncDispose]();
    },
  };
}

/** What the connections of one run share. */
export function shareAll(surroundings: SshSurroundings, ending: AbortSignal): Shared {
  verifyWithRawKeys();
  leaveKeysUnproven();
  const { environment, secrets } = surroundings;
  const shared: Shared = {
    secrets,
    keyring: openKeyring(environment, secrets),
    knownHosts: openKnownHosts(environment),
    gate: withholdUntilProven(),
    jumps: openJumps({
      connect: (jumpHost) => openConnection(shared, jumpHost, ending),
      hostNamed: surroundings.hostNamed ?? (() => undefined),
      openingAtOnce: surroundings.openingAtOnce ?? 10,
    }),
  };
  return shared;
}
