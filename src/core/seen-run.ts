import type { RunProcess } from './run-process.ts';

/** A run as it is seen from here: by its folder, by the store, or by both. */
export interface SeenRun {
  /** What the commands call it: its id, or its key where several runs have this id. */
  readonly name: string;
  readonly id: string;
  /**
   * cut-off: it has no end, and its process is gone. Where that cannot be told, on another machine for instance, a run is
   * cut off that holds none of its pools any more.
   */
  readonly state: 'running' | 'ended' | 'cut-off';
  /** Whether the store has it with all that it left. */
  readonly recorded: boolean;
  readonly owner?: string;
  /** Of a run without an end: who carries it out, or did. */
  readonly by?: RunProcess;
  readonly verb?: string;
  readonly pools: readonly string[];
  readonly startedAt?: string;
  readonly endedAt?: string;
  readonly exitCode?: number;
  /** How many hosts had each outcome. */
  readonly counts: Readonly<Record<string, number>>;
  /** Where the store has it. */
  readonly key?: string;
  /** Where it lies on this machine. */
  readonly folder?: string;
}
