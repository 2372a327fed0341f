import { fileURLToPath } from 'node:url';
import { mustRun } from './run-command.ts';
import { bringUp, plugIn, type Segment, type Station } from './segment.ts';

const VISITS = fileURLToPath(new URL('./client-visits.ts', import.meta.url));

/** A user of the service: a neighbour on the segment that knows nothing but the VIP. */
export interface Client {
  /** Opens at least this many connections to port 80; host name to number of answers, `-` for those without any. */
  fetch(address: string, connections: number): Promise<ReadonlyMap<string, number>>;
  /** Forgets every MAC address, as if it had just arrived. */
  forgetNeighbours(): Promise<void>;
}

export async function startClient(segment: Segment, station: Station): Promise<Client> {
  await plugIn(segment, station);
  await bringUp(station);
  return {
    async fetch(address, connections) {
      const program = [process.execPath, '--import', 'tsx', VISITS, address, String(connections)];
      const printed = await mustRun(['ip', 'netns', 'exec', station.namespace, ...program]);
      const names = new Map<string, number>();
      for (const name of printed.trim().split('\n')) names.set(name, (names.get(name) ?? 0) + 1);
      return names;
    },
    async forgetNeighbours() {
      await mustRun(['ip', '-n', station.namespace, 'neighbour', 'flush', 'dev', 'eth0']);
    },
  };
}
