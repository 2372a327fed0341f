/** One thing that verify and audit look at. */
export interface Check {
  /** Stable name for scripts: `vip-now`, `arp-boot`. */
  readonly id: string;
  readonly title: string;
  readonly expected: string;
  readonly found: string;
  readonly verdict: CheckVerdict;
  /** The sections of the probe that show it. */
  readonly evidence: readonly string[];
}

/**
 * ok: as expected. absent: a part is not there at all. wrong: it is there, and differs. conflict: it is where it must
 * not be, and vipfarm will not touch it. notice: worth knowing, judged by nobody.
 */
export type CheckVerdict = 'ok' | 'absent' | 'wrong' | 'conflict' | 'notice';

/** True for what is not as it has to be. */
export function isFault({ verdict }: Check): boolean {
  return verdict === 'absent' || verdict === 'wrong' || verdict === 'conflict';
}

/**
 * What an audit says of a host. missing: nothing of the VIP is there. partial: a part is there and a part is absent
 * (running but not at boot, at boot but not running, an address without its ARP rule). drift: all parts are there, and
 * one differs. foreign: right, but not made by vipfarm. conflict: the VIP is where it must not be. not-attempted: the run
 * was interrupted before it was read.
 */
export type HostState =
  | 'ok'
  | 'missing'
  | 'partial'
  | 'drift'
  | 'foreign'
  | 'conflict'
  | 'unreachable'
  | 'not-attempted';

/** The judgement of one host with the checks that it rests on. */
export interface HostVerdict {
  readonly host: string;
  readonly title: string;
  readonly state: HostState;
  readonly checks: readonly Check[];
  /** Of a host that was read and is not ok: whether an apply would change anything there. */
  readonly applyMends?: boolean;
  /** Why it was not read, and the way out. */
  readonly reason?: string;
}
