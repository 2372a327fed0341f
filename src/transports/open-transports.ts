import type { Host } from '../inventory/fleet.ts';
import type { SshSurroundings } from './ssh/transport.ts';
import type { Session, Transport } from './transport.ts';

/** Sessions to hosts of every kind; disposing of it closes what they share. */
export type Transports = Pick<Transport, 'connect'> & AsyncDisposable;

/** A transport is loaded and opened with the first host that asks for it. */
export function openTransports(surroundings: SshSurroundings): Transports {
  const opened = new Map<Host['transport'], Promise<Transport>>();

  function transportOf({ transport }: Host): Promise<Transport> {
    const known = opened.get(transport) ?? openers[transport](surroundings);
    opened.set(transport, known);
    return known;
  }
  return {
    async connect(host, signal): Promise<Session> {
      return (await transportOf(host)).connect(host, signal);
    },
    async [Symbol.asyncDispose]() {
      for (const transport of opened.values()) await (await transport)[Symbol.asyncDispose]();
    },
  };
}

const openers: Readonly<Record<Host['transport'], (surroundings: SshSurroundings) => Promise<Transport>>> = {
  ssh: async (surroundings) => (await import('./ssh/transport.ts')).openSshTransport(surroundings),
  winrm: async (surroundings) => (await import('./winrm/transport.ts')).openWinrmTransport(surroundings),
};
