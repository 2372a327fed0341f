import type { Check } from './check.ts';

/** What a run keeps of itself when it ends. A run without one was cut off: its journal tells how far it got. */
export interface RunSummary {
  readonly id: string;
  readonly verb: string;
  readonly startedAt: string;
  readonly endedAt: string;
  /** Absent when a problem ended a run that only looked. */
  readonly exitCode?: number;
  readonly pools: readonly string[];
  readonly hosts: readonly SummarizedHost[];
}

export interface SummarizedHost {
  readonly host: string;
  /** One of the outcomes of a run, or the state that an audit found. */
  readonly outcome: string;
  readonly reason?: string;
  /** `Debian 12, ifupdown`, of a host that was read. */
  readonly title?: string;
  /** What an audit or verify looked at. */
  readonly checks?: readonly Check[];
}
