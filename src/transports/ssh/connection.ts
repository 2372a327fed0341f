import type { Duplex } from 'node:stream';
import ssh2, { type Client } from 'ssh2';
import { Problem } from '../../core/problem.ts';
import type { Host } from '../../inventory/fleet.ts';
import type { StageClock } from '../stage-clock.ts';
import { algorithmsFor } from './algorithms.ts';
import type { HostKey } from './host-key.ts';
import { readHostKey } from './host-key.ts';
import type { KeyDecision } from './host-key-check.ts';
import type { Login } from './login.ts';

/** What a connection needs to know about its host beside the stream. */
export interface Handshake {
  readonly host: Host;
  readonly askFor: readonly string[];
  readonly decide: (key: HostKey) => KeyDecision;
  readonly login: Login;
  /** Told when the host has shown its key, whatever is decided about it. */
  readonly onHostKey: (key: HostKey, decision: KeyDecision) => void;
}

/** An authenticated client, and what its server calls itself. */
export interface Connected {
  readonly client: Client;
  readonly software: string;
}

/**
 * SSH over a stream that is open already: banner, key exchange, authentication. The clock ends in its present stage
 * when anything goes wrong; the client is then destroyed.
 */
export async function shakeHands(
  stream: Duplex,
  handshake: Handshake,
  clock: StageClock,
): Promise<Connected> {
  const { host, login } = handshake;
  const client = new ssh2.Client();
  let software = '';
  clock.enter('banner');
  clock.onFailure(() => client.destroy());
  const ready = new Promise<void>((resolve) => {
    client.once('ready', resolve);
    client.once('handshake', () => clock.enter('authentication'));
    // Stays attached for good: a late reset would otherwise end the process.
    client.on('error', (error) => clock.fail(problemAt(clock, error)));
    client.once('close', () => clock.fail(closedAt(clock)));
  });
  client.connect({
    sock: stream,
    username: host.user,
    algorithms: algorithmsFor(host.legacy, handshake.askFor),
    authHandler: login.handler,
    hostVerifier: (blob: Buffer) => verify(readHostKey(blob), handshake, clock),
    readyTimeout: 0,
  });
  watchIdent(stream, (ident) => {
    software = ident;
    clock.enter('keyExchange');
  });
  await clock.until(ready);
  return { client, software };
}

function verify(key: HostKey, handshake: Handshake, clock: StageClock): boolean {
  const decision = handshake.decide(key);
  handshake.onHostKey(key, decision);
  if (decision.kind === 'refuse') clock.fail(decision.problem);
  if (decision.kind === 'ask-for') clock.fail(new Problem('host-key-changed', 'known by other key types'));
  return decision.kind === 'accept' || decision.kind === 'record';
}

const longestPreamble = 64 * 1024;

/** Servers may talk before they identify themselves; the line that counts begins with `SSH-`. */
function watchIdent(stream: Duplex, found: (ident: string) => void): void {
  let text = '';
  const listen = (chunk: Buffer): void => {
    text += chunk.toString('latin1');
    const ident = /^(SSH-.*?)\r?\n/m.exec(text)?.[1];
    if (ident !== undefined) found(ident);
    if (ident !== undefined || text.length > longestPreamble) stream.off('data', listen);
  };
  stream.on('data', listen);
}

/** The stage says what failed; ssh2's own words only say more about it. */
function problemAt(clock: StageClock, cause: Error): Problem {
  switch (clock.stage) {
    case 'banner':
    case 'keyExchange':
      return new Problem('handshake-failed', `no SSH connection came about: ${cause.message}`, {
        wayOut:
          'does this port speak SSH? A server that knows only old algorithms needs legacy: true for this host',
        cause,
      });
    default:
      return lost(cause);
  }
}

function closedAt(clock: StageClock): Problem {
  if (clock.stage === 'banner') {
    return new Problem('handshake-failed', 'the server closed the connection before it said who it is', {
      wayOut: 'it may be overloaded (MaxStartups), or refuse this address (hosts.deny, PerSourceMaxStartups)',
      retryable: true,
    });
  }
  return clock.stage === 'keyExchange'
    ? new Problem('handshake-failed', 'the server closed the connection during the key exchange', {
        retryable: true,
      })
    : lost(undefined);
}

export function lost(cause: Error | undefined): Problem {
  return new Problem('connection-lost', 'the connection was lost', {
    retryable: true,
    wayOut: 'try again; if it recurs, look at the log of sshd on the host',
    cause,
  });
}
