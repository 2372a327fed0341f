import { lookup } from 'node:dns/promises';
import { isIP, Socket } from 'node:net';
import { Problem } from '../core/problem.ts';
import type { Host } from '../inventory/fleet.ts';
import type { StageClock } from './stage-clock.ts';

interface Resolved {
  readonly address: string;
  readonly family: number;
}

/**
 * The socket, or a new one, connected to the host's port; the clock is in the stage `tcp` when it returns, and destroys the socket if
 * it fails later.
 * @throws Problem: dns-failed, tcp-refused, tcp-unreachable, deadline-passed, interrupted
 */
export async function dial(
  host: Host,
  clock: StageClock,
  onAddresses?: (addresses: readonly string[]) => void,
  socket = new Socket(),
): Promise<Socket> {
  const addresses = isIP(host.address) === 0 ? await resolve(host.address, clock) : undefined;
  onAddresses?.(addresses?.map(({ address }) => address) ?? [host.address]);
  clock.enter('tcp');
  clock.onFailure(() => socket.destroy());
  socket.on('error', (error) => clock.fail(unreachable(host, error)));
  await clock.until(connect(socket, host, addresses));
  return socket;
}

async function resolve(name: string, clock: StageClock): Promise<Resolved[]> {
  clock.enter('dns');
  try {
    return await clock.until(lookup(name, { all: true }));
  } catch (thrown) {
    if (thrown instanceof Problem) throw thrown;
    throw new Problem('dns-failed', `the name ${name} is not known to the resolver (${codeOf(thrown)})`, {
      wayOut: 'correct the name, or give the host an address in the inventory',
      retryable: codeOf(thrown) === 'EAI_AGAIN',
      cause: thrown,
    });
  }
}

function connect(socket: Socket, host: Host, addresses: Resolved[] | undefined): Promise<void> {
  return new Promise((done) => {
    socket.connect(
      {
        host: host.address,
        port: host.port,
        noDelay: true,
        ...(addresses === undefined
          ? {}
          : { autoSelectFamily: true, lookup: (_name, _options, answer) => answer(null, addresses) }),
      },
      done,
    );
  });
}

const whoListens: Readonly<Record<Host['transport'], string>> = {
  ssh: 'is sshd running there, and is this its port?',
  winrm:
    'is there a WinRM listener on this port (winrm enumerate winrm/config/listener), and does the firewall of the host let it be reached?',
};

function unreachable(host: Host, error: Error): Problem {
  const code = codeOf(error);
  const where = `${host.address} port ${host.port}`;
  if (code === 'ECONNREFUSED') {
    return new Problem('tcp-refused', `${where} refuses connections`, {
      wayOut: whoListens[host.transport],
      retryable: true,
      cause: error,
    });
  }
  return new Problem('tcp-unreachable', `${where} cannot be reached (${code})`, {
    wayOut: 'look at the route and the firewalls between here and there',
    retryable: true,
    cause: error,
  });
}

/** The system's name of an error: ENOTFOUND, ECONNREFUSED, EHOSTUNREACH, ... */
function codeOf(thrown: unknown): string {
  if (thrown instanceof AggregateError) return codeOf(thrown.errors[0]);
  return thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'unknown';
}
