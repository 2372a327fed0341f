/** Who carries out a run, and by which process of his machine. */
export interface RunProcess {
  /** `ops@admin1` */
  readonly owner: string;
  readonly process: number;
  /** When that process began, where it can be told: its number is given again, after a boot and in each container. */
  readonly processStart?: string;
}
