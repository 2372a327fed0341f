import type { HostCount } from './host-count.ts';
import type { Command } from './quoting.ts';

/** How a change reaches the members of a pool: what the inventory says, with what it leaves out filled in. */
export interface Rollout {
  /** The sizes of the batches, one after the other; the last one is repeated until all members are done. */
  readonly batches: readonly HostCount[];
  /** The run stops when more hosts than this have failed, in all. */
  readonly maxFail: HostCount;
  /** The same within one batch; a share is one of the batch. */
  readonly maxFailInBatch: HostCount | undefined;
  /** So many members keep serving at any moment; undefined asks for nothing. */
  readonly keepInService: HostCount | undefined;
  /** site: no second host of a site is taken into a batch while another site has hosts left that gave fewer. */
  readonly spread: 'site' | 'none';
  readonly order: 'inventory' | 'reverse' | 'name';
  /** Milliseconds behind a batch, under watch, before its gate is judged. */
  readonly pause: number;
  readonly deadman: Deadman;
  readonly onFailure: OnFailure;
  readonly hooks: Hooks;
}

/** What a command line says instead of the inventory, for every pool that it names. */
export type RolloutOverrides = Partial<Omit<Rollout, 'maxFailInBatch' | 'hooks'>>;

/** auto: where a step may cut access. Else milliseconds, for every change; or never. */
export type Deadman = 'auto' | 'none' | number;

/** What becomes of the work done when a gate does not open: it stays, or the batch or the whole run is taken back. */
export type OnFailure = 'stop' | 'rollback-batch' | 'rollback-run';

/** Commands of the operator around the change of a host, and around a batch; each is absent when not wanted. */
export interface Hooks {
  /** Takes the host out of service, before its change. */
  readonly drain?: Hook;
  /** Right before and right after the change of a host. */
  readonly before?: Hook;
  readonly after?: Hook;
  /** Brings the host back into service, after it was verified. */
  readonly undrain?: Hook;
  /** Ends with 0 once the host serves again; asked again and again until its time limit. */
  readonly inService?: Hook;
  readonly beforeBatch?: Hook;
  readonly afterBatch?: Hook;
}

export interface Hook {
  readonly on: 'controller' | 'director' | 'host';
  /** `{host}`, `{address}`, `{vip}`, `{port}`, `{pool}`, `{run}` and `{batch}` are filled in, within an argument. */
  readonly run: Command;
  /** Milliseconds. */
  readonly timeout: number;
}

/** Why a run went no further. */
export interface Stop {
  /** The one behind whose gate nothing was begun; 0 before the first. */
  readonly batch: number;
  readonly reasons: readonly string[];
  /** gate: what was seen. operator: no was said to the next batch. lease: the right to change the pool was lost. */
  readonly by: 'gate' | 'operator' | 'lease';
}

/** How a plan is carried out: part of the plan, so it is printed, saved and approved with it. */
export interface RolloutPlan {
  readonly batches: readonly Batch[];
  /** The run stops when more hosts than this have failed. */
  readonly maxFail: number;
  /** What is kept in service, for every pool that a host of the plan serves and that asks for it. */
  readonly capacities: readonly Capacity[];
}

/** Hosts that are changed together, and the gate behind them. Only hosts whose plan is a change are in a batch. */
export interface Batch {
  readonly pool: string;
  readonly hosts: readonly string[];
  /** The gate stays shut when more hosts of this batch than this have failed. */
  readonly maxFail: number;
  readonly pause: number;
  readonly deadman: Deadman;
  readonly onFailure: OnFailure;
  readonly hooks: Hooks;
}

export interface Capacity {
  readonly pool: string;
  readonly members: readonly string[];
  /** So many of them must be in service at any moment. */
  readonly keep: number;
  /** The same as the inventory or the command line says it. */
  readonly asked: HostCount;
  /** Members that are out before the run begins: unreachable, refused as broken. */
  readonly out: readonly string[];
}
