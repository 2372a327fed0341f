import type { Secrets } from '../../secrets/secrets.ts';
import { withholdUntilProven } from '../password-gate.ts';
import { startClock } from '../stage-clock.ts';
import type { Transport } from '../transport.ts';
import type { Means } from './open-connection.ts';
import { sessionOn } from './session.ts';
import { openTrust } from './tls/trust.ts';
import { openWorkplace } from './workplace.ts';

/** What a WinRM transport needs of the process and the run. */
export interface WinrmSurroundings {
  /** SSL_CERT_FILE is read. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly secrets: Secrets;
}

/**
 * Sessions over WinRM: PowerShell scripts in a shell of WS-Management. The stages of the clock are: dns, tcp,
 * keyExchange (TLS), banner (the first answer of the server), authentication, channel (shell and command), firstByte,
 * idle, whole; `become` has no meaning here, the login has its rights or not.
 */
export function openWinrmTransport(surroundings: WinrmSurroundings): Transport {
  const means = meansOf(surroundings);
  return {
    kind: 'winrm',
    connect: async (host, signal) => {
      const clock = startClock(host.deadlines, signal);
      try {
        return sessionOn(host, await openWorkplace(means, host, clock));
      } finally {
        clock.stop();
      }
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

/** What the connections of one run share. */
export function meansOf({ environment, secrets }: WinrmSurroundings): Means {
  return { secrets, gate: withholdUntilProven(), trust: openTrust(environment) };
}
