import type { LintRule } from '../core/finding.ts';

/** Keys and indices from the top of the file to a value. */
export type FilePath = readonly (string | number)[];

/** Offsets in the file's text: of the first character, and of the one after the last. */
export type Span = readonly [start: number, end: number];

/** Something wrong at a place of the file, before the place is turned into line and column. */
export interface Complaint extends ComplaintDetail {
  readonly severity: 'error' | 'warning';
  readonly rule: LintRule;
  readonly path: FilePath;
  readonly message: string;
}

export interface ComplaintDetail {
  readonly wayOut?: string;
  /** Points at the key of the path's last step instead of its value. */
  readonly atKey?: boolean;
  /** Another place that has to do with it; its line is added to the message. */
  readonly other?: FilePath;
  /** The place itself, where no path leads to it. */
  readonly span?: Span;
}

export function complain(
  severity: 'error' | 'warning',
  rule: LintRule,
  path: FilePath,
  message: string,
  detail: ComplaintDetail = {},
): Complaint {
  return { severity, rule, path, message, ...detail };
}
