/** How many tests passed, failed, or were left out. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** What the reporter inside vitest tells the test run about one file. */
export interface FileTally extends Tally {
  readonly file: string;
  readonly seconds: number;
  /** The full names of the skipped tests. */
  readonly skippedNames: readonly string[];
}

export const nothing: Tally = { passed: 0, failed: 0, skipped: 0 };

export function sum(tallies: readonly Tally[]): Tally {
  return tallies.reduce((a, b) => {
    return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
  }, nothing);
}

/** `12 passed, 0 failed, 1 skipped` */
export function describeTally(tally: Tally): string {
  return `${tally.passed} passed, ${tally.failed} failed, ${tally.skipped} skipped`;
}
