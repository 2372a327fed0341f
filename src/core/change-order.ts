/** What a change script is told beside its steps. */
export interface ChangeOrder {
  readonly run: string;
  /** The highest fencing number of the run's leases. A host refuses a lower one than it has seen. */
  readonly fence: number;
  /** `ops@admin1`: whom a refusal names. */
  readonly owner: string;
  /** The host undoes the change by itself when it is not confirmed within so many seconds; undefined: it stays. */
  readonly deadman: number | undefined;
  /**
   * The mark that the host had when it was read. A change made there since, by whomever, alters it; the host then refuses,
   * because the steps were planned for another state. Undefined where the host gave none.
   */
  readonly seen?: string | undefined;
}
