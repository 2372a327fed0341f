import type { Holder, Lease } from '../core/lease.ts';
import type { RunProcess } from '../core/run-process.ts';
import type { RunSummary, SummarizedHost } from '../core/run-summary.ts';
import type { EvidenceRecord } from './evidence.ts';

/**
 * What outlives a run: who may change which pool, and what was done. While a run goes on, and after a crash, its folder
 * is the truth; the store is what is asked afterwards, and by others. Every method throws Problem store-unusable when the
 * database cannot be read or written. Times are milliseconds since 1970 and always handed in.
 */
export interface Store extends AsyncDisposable {
  /** For messages: the file, or the address of the server without its password. */
  readonly place: string;
  readonly leases: Leases;
  readonly history: History;
}

/** One lease for a pool, held by one run at a time. */
export interface Leases {
  /** Grants the lease when it is free, released, broken or expired; else says who holds it. */
  take(pool: string, holder: Holder, now: number, ttl: number): Promise<LeaseAnswer>;
  /** Puts the expiry off by the time that the lease was granted for. False when it is no longer ours: then stop. */
  renew(lease: Lease, now: number): Promise<boolean>;
  /** False when it was no longer ours. The fence stays, so that the next one is higher. */
  release(lease: Lease): Promise<boolean>;
  /** All that are held, by the name of the pool. One that has expired may be taken by anybody. */
  list(): Promise<readonly Lease[]>;
  /** Takes the lease from its holder. Undefined when nobody holds it. */
  break(pool: string, who: string, why: string, now: number): Promise<Lease | undefined>;
  /** The newest first. */
  breaks(): Promise<readonly LeaseBreak[]>;
}

export type LeaseAnswer =
  | { readonly granted: true; readonly lease: Lease }
  | { readonly granted: false; readonly lease: Lease };

export interface LeaseBreak {
  readonly pool: string;
  /** Of the lease that was broken. */
  readonly fence: number;
  /** Whose it was. */
  readonly run: string;
  readonly owner: string;
  readonly who: string;
  readonly why: string;
  readonly at: number;
}

/** What was done: runs, their hosts, their raw outputs, chained so that nothing can be changed or taken out unseen. */
export interface History {
  /** Tells others that the run has begun. It holds its pools already: one that does not is at work no more. */
  begin(run: BegunRun): Promise<void>;
  /** Keeps a run that has ended, whole or not at all, and chains it to those before. Recording twice changes nothing. */
  record(record: RunRecord): Promise<ChainLink>;
  /** The newest first; those that were pruned are not among them. */
  list(): Promise<readonly KeptRun[]>;
  /** By key, or by id when only one run has it. @throws Problem run-unknown when several runs have this id */
  find(name: string): Promise<KeptRun | undefined>;
  hosts(key: string): Promise<readonly SummarizedHost[]>;
  evidence(key: string): AsyncIterable<EvidenceRecord>;
  plan(key: string): Promise<string | undefined>;
  journal(key: string): Promise<string | undefined>;
  /** Takes the content of runs out of the store. Their links stay, and a link of its own says who did it. */
  prune(keys: readonly string[], who: string, now: number): Promise<ChainLink>;
  /** Walks the chain and all that hangs on it. */
  verify(): Promise<ChainReport>;
}

export interface BegunRun extends RunProcess {
  readonly id: string;
  readonly verb: string;
  readonly pools: readonly string[];
  /** ISO 8601, UTC. */
  readonly startedAt: string;
}

/** A run that has ended, as its folder has it; secrets were taken out when that was written. */
export interface RunRecord {
  readonly owner: string;
  readonly process: number;
  readonly summary: RunSummary;
  readonly plan: string | undefined;
  readonly journal: string;
  readonly evidence: AsyncIterable<EvidenceRecord>;
}

export interface KeptRun extends BegunRun {
  /** Unlike an id, which every machine makes for itself, this is one run's only. */
  readonly key: string;
  readonly state: 'running' | 'ended';
  readonly endedAt?: string;
  readonly exitCode?: number;
  /** How many hosts had each outcome. */
  readonly counts: Readonly<Record<string, number>>;
}

/** The place of a run, or of a pruning, in the chain. */
export interface ChainLink {
  readonly position: number;
  /** sha256 in hex, of the link before and of the content. Keep the newest elsewhere: then nobody can forge the chain. */
  readonly link: string;
}

export interface ChainReport {
  readonly runs: number;
  readonly pruned: number;
  /** Undefined when nothing was ever recorded. */
  readonly newest: ChainLink | undefined;
  /** Every link from the first on, for those who kept one elsewhere. */
  readonly links: readonly ChainLink[];
  readonly faults: readonly ChainFault[];
}

export interface ChainFault {
  readonly position: number;
  /** The run that it is about, where that is known. */
  readonly run?: string;
  /** added: it says that it ended, and is in no link. */
  readonly kind: 'missing' | 'changed' | 'added';
  readonly what: string;
}
