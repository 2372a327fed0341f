import type { UnreadOutcome } from './outcome.ts';

/** What every system can say of a host, as plain data. */
export interface HostFacts {
  readonly platform: string;
  readonly title: string;
  readonly hostname: string;
  readonly nics: readonly { readonly name: string; readonly mac: string | undefined; readonly up: boolean }[];
  readonly addresses: readonly {
    readonly interface: string;
    readonly address: string;
    readonly prefix: number;
  }[];
  readonly moment: { readonly session: string | undefined };
}

/**
 * What the support of a system rests on. lab: seen to work on real systems that were booted. recording: real outputs of
 * such systems, and simulated hosts. simulation: hosts simulated from what is published of such systems.
 */
export type Evidence = 'lab' | 'recording' | 'simulation';

/** The facts of one host, or why there are none. */
export type FoundFacts =
  | { readonly host: string; readonly facts: HostFacts; readonly evidence: Evidence }
  | { readonly host: string; readonly outcome: UnreadOutcome; readonly reason: string };
