import { describeEdition } from './editions.ts';
import type { Language, MachineState, Release } from './machine-state.ts';
import { newServer } from './new-server.ts';

/** A Windows machine that exists as JSON only. Scripts change its state; tests may as well. */
export interface FakeWindows {
  state: MachineState;
}

export interface FakeWindowsOptions {
  readonly computerName?: string;
  /** Default: 2019. */
  readonly release?: Release;
  readonly core?: boolean;
  /** Default: en. */
  readonly language?: Language;
  /** The machine's own address on its one real adapter. Default: 192.0.2.11 with prefix 24, and 2001:db8::11 with 64. */
  readonly ipv4?: string;
  readonly ipv6?: string;
  /** What tests want otherwise. */
  readonly alter?: (state: MachineState) => void;
}

/** A server as a setup leaves it: one adapter with an address of either family, the built-in loopback, no KM-TEST adapter. */
export function newFakeWindows(options: FakeWindowsOptions = {}): FakeWindows {
  const edition = describeEdition(options.release ?? '2019', options.core ?? false);
  const state = newServer({
    computerName: options.computerName ?? 'WIN-01',
    edition,
    language: options.language ?? 'en',
    ipv4: options.ipv4 ?? '192.0.2.11',
    ipv6: options.ipv6 ?? '2001:db8::11',
  });
  options.alter?.(state);
  return { state };
}
