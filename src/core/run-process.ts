/** Who carries out a run, and by which process of his machine. */
export interface RunProcess {
  /** `ops@admin1` */
  readonly owner: string;
  readonly process: number;
  /** Where and when that process began, if it can be told: its number is given again, after a boot and in each container. */
  readonly processStart?: string;
}
