import type { Host } from '../../src/inventory/fleet.ts';
import type { Transport } from '../../src/transports/transport.ts';
import type { ContractScripts } from './contract-scripts.ts';

/** A server that a transport is held against, with everything that the contract must know of it. */
export interface ContractServer extends AsyncDisposable {
  openTransport(): Transport;
  /** How the inventory would describe it, with other settings where they are given. */
  hostWith(settings: Partial<Host>): Host;
  readonly scripts: ContractScripts;
  /** What a session says of it. */
  readonly peer: { readonly software: RegExp; readonly key: RegExp; readonly login: string };
  /** Settings that it rejects the login with, and what the problem then names; made when they are asked for. */
  strange(): { readonly settings: Partial<Host>; readonly named: string };
}
