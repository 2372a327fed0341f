import type { Client } from 'ssh2';
import type { Peer } from '../transport.ts';

/** A connection to a host that has logged in. */
export interface Connection {
  readonly client: Client;
  readonly peer: Peer;
  close(): void;
}
