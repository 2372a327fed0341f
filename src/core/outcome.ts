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

/** What a host ends as that was not read. */
export type UnreadOutcome = 'unreachable' | 'not-attempted';

/** An interruption says nothing of the host that it kept from being read. */
export function outcomeOfUnread({ code }: Problem): UnreadOutcome {
  return code === 'interrupted' ? 'not-attempted' : 'unreachable';
}

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

/** The highest code that applies; ok where none does. */
export function highestExitCode(codes: readonly ExitCode[]): ExitCode {
  return codes.reduce<ExitCode>((highest, code) => (code > highest ? code : highest), exitCodes.ok);
}

/** The code that a command ends with which a problem has ended. */
export function exitCodeOfProblem({ code }: Problem): ExitCode {
  switch (code) {
    case 'usage':
    case 'inventory-unreadable':
    case 'inventory-invalid':
    case 'plan-unreadable':
    case 'run-unknown':
    case 'not-approved':
    case 'secret-unavailable':
    case 'known-hosts-unusable':
      return exitCodes.usage;
    case 'lock-held':
      return exitCodes.locked;
    case 'gate-shut':
    case 'service-not-kept':
      return exitCodes.gate;
    case 'plan-stale':
      return exitCodes.stale;
    case 'evidence-not-written':
    case 'file-not-written':
    case 'store-unusable':
      return exitCodes.notWritten;
    case 'interrupted':
      return exitCodes.interrupted;
    default:
      return exitCodes.internal;
  }
}

/** The code that one host's outcome asks for. */
export function exitCodeOfOutcome(outcome: HostOutcome): ExitCode {
  switch (outcome) {
    case 'ok':
    case 'changed':
      return exitCodes.ok;
    case 'skipped':
    case 'not-attempted':
      return exitCodes.pending;
    case 'failed':
    case 'unknown':
      return exitCodes.failed;
    case 'unreachable':
      return exitCodes.unreachable;
    case 'rolled-back':
      return exitCodes.rolledBack;
  }
}
