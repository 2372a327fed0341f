import type { Problem } from './problem.ts';

/** Every host of a run ends in exactly one of these (design: invariant 4). */
export const hostOutcomes = [
  'ok',
  'changed',
  'failed',
  'rolled-back',
  'unreachable',
  'skipped',
  'not-attempted',
  'unknown',
] as const;

export type HostOutcome = (typeof hostOutcomes)[number];

/** How a run ends for one host. `reason` says why it is not ok or changed. */
export interface HostResult {
  readonly host: string;
  readonly outcome: HostOutcome;
  readonly reason?: string;
  readonly problem?: Problem;
}

/** The exit codes of every command; the highest that applies wins. */
export const exitCodes = {
  ok: 0,
  internal: 1,
  pending: 2,
  failed: 3,
  unreachable: 4,
  gate: 5,
  locked: 6,
  stale: 7,
  rolledBack: 8,
  notWritten: 9,
  usage: 64,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
