/** How much is measured. */
export interface Effort {
  /** Numbers of hosts: at most 250, or whole multiples of it. */
  readonly hosts: readonly number[];
  /** Sessions open at the same time, for every tool. */
  readonly fanout: number;
  readonly rounds: number;
  readonly say: (line: string) => void;
}

/** One part of the bench: what it measures becomes one section of docs/performance.md. */
export interface BenchPart {
  readonly name: string;
  /** Programs without which it cannot run at all. */
  readonly needs: readonly string[];
  /** Numbers of hosts unless others are asked for. */
  readonly hosts: readonly number[];
  /** Measures, and gives the section as lines of Markdown. @throws Error when something did not do its work */
  run(effort: Effort): Promise<readonly string[]>;
}
