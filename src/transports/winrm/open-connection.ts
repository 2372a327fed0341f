import { isIPv6 } from 'node:net';
import { Problem } from '../../core/problem.ts';
import type { Host } from '../../inventory/fleet.ts';
import { dial } from '../dial.ts';
import { frugalSocket } from '../frugal-socket.ts';
import type { StageClock } from '../stage-clock.ts';
import type { Peer } from '../transport.ts';
import { openHttpLine } from './http/http-line.ts';
import type { LoginMeans } from './login/door.ts';
import { logIn } from './login/log-in.ts';
import { openingClock } from './opening-clock.ts';
import { channelBinding } from './tls/channel-binding.ts';
import { secure } from './tls/secure.ts';
import type { Trust } from './tls/trust.ts';
import { type Operation, writeEnvelope } from './wsman/envelope.ts';
import { type Reply, readReply } from './wsman/reply.ts';

/** What the connections of a run share. */
export interface Means extends LoginMeans {
  readonly trust: Trust;
}

/** Told what is learned on the way, as it is learned. */
export interface ConnectionObserver {
  readonly onAddresses?: (addresses: readonly string[]) => void;
  readonly onCertificate?: (fingerprint: string) => void;
  /** By Basic nobody knows yet whether the password is right. */
  readonly onLogin?: (peer: Peer) => void;
}

/** One authenticated connection to the WinRM service of a host. */
export interface Connection {
  readonly peer: Peer;
  readonly isOpen: boolean;
  /** True while an answer is awaited: nothing else can be asked then. */
  readonly isBusy: boolean;
  /**
   * One operation at a time; gives what is read out of the reply, which is let go of at once. A connection that gave no
   * answer which can be trusted is closed.
   * @throws Problem: connection-lost, answer-unreadable, login-rejected (Basic, at the first) ..., and what `read` throws
   */
  ask<T>(operation: Operation, read: (reply: Reply) => T): Promise<T>;
  close(): void;
}

/**
 * Connects and logs in. The clock goes through dns, tcp, keyExchange (TLS), banner (the first answer) and
 * authentication; when it fails later, the connection is left as it is.
 * @throws Problem: one of the codes of reaching a host
 */
export async function openConnection(
  means: Means,
  host: Host,
  outer: StageClock,
  observer: ConnectionObserver = {},
): Promise<Connection> {
  refuseUnsafe(host);
  const clock = openingClock(outer);
  // TLS reads from the socket itself, and needs one that hands on what it reads.
  const raw = await dial(host, clock, observer.onAddresses, host.https ? undefined : frugalSocket());
  try {
    const secured = host.https ? await secure(raw, host, means.trust, clock) : undefined;
    if (secured !== undefined) observer.onCertificate?.(secured.fingerprint);
    const authority = `${isIPv6(host.address) ? `[${host.address}]` : host.address}:${host.port}`;
    const line = openHttpLine(secured?.socket ?? raw, authority);
    const binding = secured === undefined ? undefined : channelBinding(secured.certificate);
    const login = await logIn({ host, line, binding, means, clock });
    clock.opened();
    const url = `${host.https ? 'https' : 'http'}://${authority}/wsman`;
    const address = raw.remoteAddress;
    let software = login.software;
    let isBusy = false;

    async function ask<T>(operation: Operation, read: (reply: Reply) => T): Promise<T> {
      let isAnswered = false;
      isBusy = true;
      try {
        return await send(operation, (reply) => {
          isAnswered = true;
          return read(reply);
        });
      } catch (thrown) {
        if (!isAnswered) close();
        throw thrown;
      } finally {
        isBusy = false;
      }
    }
    /** Holds nothing of what is sent while the answer is awaited. */
    function send<T>(operation: Operation, read: (reply: Reply) => T): Promise<T> {
      const { messageId, xml } = writeEnvelope(operation, url);
      return line.post(login.protection.wrap(xml), (answer) => {
        software ??= answer.server;
        return read(readReply(login.protection.unwrap(answer).toString('utf8'), messageId));
      });
    }
    function close(): void {
      login.settle();
      line.close();
      raw.destroy();
    }

    const connection: Connection = {
      get peer() {
        const hostKey = secured === undefined ? 'none' : `certificate ${secured.fingerprint}`;
        return { address, software: software ?? 'WinRM', hostKey, login: login.title };
      },
      get isOpen() {
        return line.isOpen;
      },
      get isBusy() {
        return isBusy;
      },
      ask,
      close,
    };
    observer.onLogin?.(connection.peer);
    return connection;
  } catch (thrown) {
    raw.destroy();
    throw host.https ? thrown : orNoHttp(host, thrown);
  }
}

/** A listener for HTTPS hangs up on whoever does not speak TLS. */
function orNoHttp(host: Host, thrown: unknown): unknown {
  if (!(thrown instanceof Problem) || thrown.code !== 'connection-lost') return thrown;
  return new Problem('handshake-failed', 'the server hung up before anybody was logged in', {
    wayOut: `is port ${host.port} a WinRM listener for HTTP (5985 usually)? For HTTPS set https: true`,
    retryable: true,
    cause: thrown.cause,
  });
}

/** What must not even be tried. */
function refuseUnsafe(host: Host): void {
  if (host.auth === 'basic' && !host.https) {
    throw new Problem(
      'inventory-invalid',
      'auth: basic would send the password unprotected over plain HTTP',
      {
        wayOut: 'set https: true, or auth: ntlm or kerberos, which seal each message',
      },
    );
  }
  if (host.jump.length > 0) {
    throw new Problem('inventory-invalid', 'WinRM goes through no jump host', {
      wayOut: 'take jump away from this host, or set transport: ssh',
    });
  }
}
