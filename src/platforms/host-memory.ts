/** What a host itself knows of changes by vipfarm. */
export interface HostMemory {
  /** False when the answer was cut off. */
  readonly complete: boolean;
  /** The last change that was begun here and whose notes are not dismissed. */
  readonly change: RememberedChange | undefined;
  /** The highest fencing number that the host has seen, as far as it remembers. */
  readonly fence: number | undefined;
}

export interface RememberedChange {
  readonly run: string;
  /** `ops@admin1` */
  readonly owner: string;
  readonly fence: number;
  /** Milliseconds since 1970, by the host's clock. */
  readonly since: number;
  /**
   * under-way: its script, or the host's own undoing, runs now. on-trial: it awaits its confirmation. taken-back: the
   * dead-man fired. ended: its script came to its end. cut-off: its script was killed, or the power went.
   */
  readonly state: 'under-way' | 'on-trial' | 'taken-back' | 'ended' | 'cut-off';
  /** True from the confirmation on. */
  readonly confirmed: boolean;
  /** On trial: until when it can be confirmed. Taken back: when the host began to. Else undefined. */
  readonly deadline: number | undefined;
  readonly takenBack: number | undefined;
  /** Whether the host was booted since: what only ran is gone. */
  readonly booted: boolean;
  /** The last that was noted of each step, in the order in which they were begun. */
  readonly steps: readonly {
    readonly step: string;
    readonly end: 'begun' | 'done' | 'failed' | 'undone' | 'not-undone';
  }[];
}
