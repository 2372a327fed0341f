import type { Duplex } from 'node:stream';
import pLimit, { type LimitFunction } from 'p-limit';
import type { ClientChannel } from 'ssh2';
import { asProblem, Problem } from '../../core/problem.ts';
import type { Host } from '../../inventory/fleet.ts';
import type { StageClock } from '../stage-clock.ts';
import type { Connection } from './connection.ts';

/** The jump hosts of a run: one connection for each, shared by all hosts behind it. */
export interface Jumps extends AsyncDisposable {
  /** Opens a connection when the jump host before it has room: sshd there takes only so many at once. */
  inTurn<T>(host: Host, open: () => Promise<T>): Promise<T>;
  /**
   * A stream to the host from the last of its jump hosts; undefined when it has none.
   * @throws Problem: jump-failed, tcp-unreachable, deadline-passed, interrupted
   */
  forward(host: Host, clock: StageClock): Promise<Duplex | undefined>;
}

interface JumpSettings {
  readonly connect: (jumpHost: Host) => Promise<Connection>;
  /** The host of the inventory that has this name. */
  readonly hostNamed: (name: string) => Host | undefined;
  /** Connections being opened through one jump host at the same time. */
  readonly openingAtOnce: number;
}

export function openJumps({ connect, hostNamed, openingAtOnce }: JumpSettings): Jumps {
  const connections = new Map<string, Promise<Connection>>();
  const limits = new Map<string, LimitFunction>();

  function inTurn<T>(host: Host, open: () => Promise<T>): Promise<T> {
    const jumpHost = lastJump(host, hostNamed);
    if (jumpHost === undefined) return open();
    const key = identityOf(jumpHost);
    const limit = limits.get(key) ?? pLimit(openingAtOnce);
    limits.set(key, limit);
    return limit(open);
  }

  async function forward(host: Host, clock: StageClock): Promise<Duplex | undefined> {
    const jumpHost = lastJump(host, hostNamed);
    if (jumpHost === undefined) return undefined;
    const { client } = await clock.until(shared(jumpHost));
    clock.enter('tcp');
    const opening = new Promise<ClientChannel>((resolve, reject) => {
      client.forwardOut('127.0.0.1', 0, host.address, host.port, (error, channel) => {
        if (error) {
          reject(notForwarded(jumpHost, host, error));
          return;
        }
        clock.onFailure(() => channel.destroy());
        channel.on('error', () => undefined);
        resolve(channel);
      });
    });
    return await clock.until(opening);
  }

  function shared(jumpHost: Host): Promise<Connection> {
    const key = identityOf(jumpHost);
    const there = connections.get(key);
    if (there !== undefined) return there;
    const opening = connect(jumpHost).then(
      (connection) => {
        // One that is lost is opened again for the next host.
        connection.client.once('close', () => connections.delete(key));
        return connection;
      },
      (thrown: unknown) => {
        throw jumpFailed(jumpHost, asProblem(thrown));
      },
    );
    connections.set(key, opening);
    return opening;
  }

  return {
    inTurn,
    forward,
    [Symbol.asyncDispose]: async () => {
      for (const end of await Promise.allSettled(connections.values())) {
        if (end.status === 'fulfilled') end.value.close();
      }
    },
  };
}

/**
 * The settings of the last jump host before this one: its own if the inventory has it, else those of the host, but
 * for the password, which is nobody else's business. Before it come the jump hosts before it, whatever it says itself.
 */
export function lastJump(host: Host, hostNamed: (name: string) => Host | undefined): Host | undefined {
  const chain = host.jump.filter((name) => name !== host.name);
  const text = chain.at(-1);
  if (text === undefined) return undefined;
  const jump = chain.slice(0, -1);
  const named = hostNamed(text);
  if (named !== undefined) return { ...named, jump };
  const { user, address, port } = parseJump(text);
  const hostKeys = host.hostKeys === 'pinned' ? 'strict' : host.hostKeys;
  const own = { name: text, address, port, user: user ?? host.user, jump, hostKeys };
  return { ...host, ...own, password: undefined, become: 'none', becomePassword: undefined, legacy: false };
}

/** `user@host:port`, `user@[2001:db8::1]:port`; user and port may be left out. */
function parseJump(text: string): { user: string | undefined; address: string; port: number } {
  const [, user, bracketed, plain, port] =
    /^(?:(.+)@)?(?:\[(.+)\]|([^:]+|.*:.*:.*?))(?::(\d+))?$/.exec(text) ?? [];
  return { user, address: bracketed ?? plain ?? text, port: port === undefined ? 22 : Number(port) };
}

function identityOf(jumpHost: Host): string {
  return `${jumpHost.jump.join(',')} ${jumpHost.user}@${jumpHost.address}:${jumpHost.port}`;
}

function jumpFailed(jumpHost: Host, cause: Problem): Problem {
  if (cause.code === 'interrupted' || cause.code === 'jump-failed') return cause;
  return new Problem('jump-failed', `jump host ${jumpHost.name}: ${cause.message}`, {
    ...(cause.wayOut === undefined ? {} : { wayOut: cause.wayOut }),
    ...(cause.shownKey === undefined ? {} : { shownKey: cause.shownKey }),
    retryable: cause.retryable,
    cause,
  });
}

/** RFC 4254: the server was not willing to open the channel, whatever is at the other end. */
const administrativelyProhibited = 1;

function notForwarded(jumpHost: Host, host: Host, error: Error): Problem {
  if ('reason' in error && error.reason === administrativelyProhibited) {
    return new Problem('jump-failed', `jump host ${jumpHost.name} forwards no connections`, {
      wayOut: `allow it there: AllowTcpForwarding yes, for ${jumpHost.user} and ${host.address}:${host.port}`,
      cause: error,
    });
  }
  return new Problem(
    'tcp-unreachable',
    `${host.address} port ${host.port} cannot be reached from jump host ${jumpHost.name}`,
    {
      wayOut: 'is the address right as seen from there, and is sshd running?',
      retryable: true,
      cause: error,
    },
  );
}
