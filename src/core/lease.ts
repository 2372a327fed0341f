import type { RunProcess } from './run-process.ts';

/** The right to change a pool, held by one run at a time. */
export interface Lease {
  readonly pool: string;
  /**
   * Rises with every grant: a host refuses a number lower than the highest it has seen. It starts from the clock, so the
   * numbers of two stores that know nothing of each other can be compared too.
   */
  readonly fence: number;
  readonly holder: Holder;
  /** Milliseconds since 1970. */
  readonly since: number;
  readonly heartbeat: number;
  readonly expires: number;
}

/** Who holds it, for the one who has to wait. */
export interface Holder extends RunProcess {
  readonly run: string;
  /** `vipfarm apply web` */
  readonly command: string;
}
