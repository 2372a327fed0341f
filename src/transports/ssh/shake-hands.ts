import type { Duplex } from 'node:stream';
import ssh2, { type Client, type ClientErrorExtensions } from 'ssh2';
import { Problem } from '../../core/problem.ts';
import type { Host } from '../../inventory/fleet.ts';
import type { StageClock } from '../stage-clock.ts';
import { algorithmsFor } from './algorithms.ts';
import { type HostKey, readHostKey } from './host-key.ts';
import type { KeyDecision } from './host-key-check.ts';
import type { Login } from './login.ts';
import { signAtOnce } from './sign-at-once.ts';

/** What is to be agreed on with the server at the other end of a stream. */
export interface Handshake {
  readonly host: Host;
  /** Host key types to ask for first. */
  readonly asked: readonly string[];
  readonly decide: (key: HostKey) => KeyDecision;
  readonly login: Login;
  /** Told what the server calls itself. */
  readonly onIdent?: ((software: string) => void) | undefined;
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
    client.on('error', (error) => {
      // An agent that refuses one key is no failure: ssh2 goes on with the next try by itself.
      if (error.level !== 'agent') clock.fail(problemAt(clock, host, error));
    });
    client.once('close', () => clock.fail(closedAt(clock)));
  });
  client.connect({
    sock: stream,
    username: host.user,
    algorithms: algorithmsFor(host.legacy, handshake.asked),
    authHandler: login.handler,
    hostVerifier: (blob: Buffer) => verify(readHostKey(blob), handshake, clock),
    readyTimeout: 0,
  });
  signAtOnce(client, login.identities);
  watchIdent(stream, clock, (ident) => {
    software = ident;
    handshake.onIdent?.(ident);
    clock.enter('keyExchange');
  });
  await clock.until(ready);
  return { client, software };
}

function verify(key: HostKey, { decide }: Handshake, clock: StageClock): boolean {
  const decision = decide(key);
  if (decision.kind === 'accept' || decision.kind === 'record') return true;
  clock.fail(decision.kind === 'refuse' ? decision.problem : askedAgain());
  return false;
}

/** Seen by nobody: the connection is opened again, asking for the key types that the host is known by. */
function askedAgain(): Problem {
  return new Problem('host-key-changed', 'the host is known by keys of other types', { retryable: true });
}

const longestPreamble = 64 * 1024;

/** Servers may talk before they identify themselves; the line that counts begins with `SSH-`. */
function watchIdent(stream: Duplex, clock: StageClock, found: (ident: string) => void): void {
  let text = '';
  const listen = (chunk: Buffer): void => {
    text += chunk.toString('latin1');
    const ident = /^(SSH-.*?)\r?\n/m.exec(text)?.[1];
    if (ident === undefined && text.length < longestPreamble) return;
    stream.off('data', listen);
    if (ident === undefined) clock.fail(noSsh());
    else found(ident);
  };
  stream.on('data', listen);
}

function noSsh(): Problem {
  return new Problem('handshake-failed', 'the server talks without end and does not say who it is', {
    wayOut: 'does this port speak SSH?',
  });
}

/** The stage says what failed; ssh2's own words only say more about it. */
function problemAt(clock: StageClock, host: Host, cause: Error & ClientErrorExtensions): Problem {
  switch (clock.stage) {
    case 'banner':
      return closedAt(clock);
    case 'keyExchange':
      return new Problem('handshake-failed', `no SSH connection came about: ${cause.message}`, {
        wayOut: host.legacy
          ? 'does this port speak SSH?'
          : 'does this port speak SSH? A server that knows only old algorithms needs legacy: true for this host',
        cause,
      });
    case 'authentication':
      return hungUp(cause)
        ? new Problem('login-rejected', `the server ended the login: ${cause.message}`, {
            wayOut: `may ${host.user} log in there? The log of sshd on the host says why it hung up`,
            cause,
          })
        : lost(cause);
    default:
      return lost(cause);
  }
}

/** True when the server itself said goodbye: then the error carries the number of its reason. */
function hungUp(cause: Error): boolean {
  return 'code' in cause && typeof cause.code === 'number';
}

function closedAt(clock: StageClock): Problem {
  switch (clock.stage) {
    case 'banner':
      return new Problem('handshake-failed', 'the server closed the connection before it said who it is', {
        wayOut: 'it may be overloaded (MaxStartups), or refuse this address (hosts.deny, a firewall)',
        retryable: true,
      });
    case 'keyExchange':
      return new Problem('handshake-failed', 'the server closed the connection during the key exchange', {
        wayOut: 'the log of sshd on the host says why',
        retryable: true,
      });
    default:
      return lost(undefined);
  }
}

export function lost(cause: Error | undefined): Problem {
  return new Problem('connection-lost', 'the connection was lost', {
    retryable: true,
    wayOut: 'try again; if it recurs, look at the log of sshd on the host',
    cause,
  });
}
