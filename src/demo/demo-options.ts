/** How a demo is to be shown. */
export interface DemoOptions {
  readonly out: { write(text: string): unknown };
  readonly signal: AbortSignal;
  /** Leave the farm up until the signal comes. */
  readonly keep: boolean;
}
