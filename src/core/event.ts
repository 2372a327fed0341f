import type { Acceptance, Claim, SegmentReport } from './network.ts';
import type { HostOutcome } from './outcome.ts';
import type { RunProcess } from './run-process.ts';

/**
 * What happens in a run, as it happens. The journal writes an event before its effect; every view of a run (live, text,
 * JSON) is a subscriber and nothing else.
 */
export type RunEvent =
  | {
      readonly kind: 'run-started';
      readonly run: string;
      readonly verb: string;
      /** Before the hosts, so that it is in the first bytes of a journal, for those who meet that while the run goes on. */
      readonly by?: RunProcess;
      readonly hosts: readonly string[];
      /** The earlier run that this one finishes or takes back. */
      readonly continues?: string;
    }
  | { readonly kind: 'lease-taken'; readonly pool: string; readonly fence: number }
  | { readonly kind: 'lease-lost'; readonly pool: string }
  | { readonly kind: 'host-contacted'; readonly host: string }
  | {
      readonly kind: 'host-probed';
      readonly host: string;
      readonly title: string;
      readonly moment: 'before' | 'after';
    }
  | {
      /** What a host remembers of an earlier run that left it in the middle. */
      readonly kind: 'host-recalled';
      readonly host: string;
      readonly run: string;
      readonly state: string;
      readonly steps: readonly { readonly step: string; readonly end: string }[];
    }
  | {
      readonly kind: 'network-surveyed';
      readonly moment: 'before' | 'batch' | 'after';
      readonly report: SegmentReport;
    }
  | { readonly kind: 'claim-seen'; readonly claim: Claim }
  | {
      readonly kind: 'batch-started';
      /** From 1. */
      readonly batch: number;
      readonly of: number;
      readonly pool: string;
      readonly hosts: readonly string[];
    }
  | {
      readonly kind: 'hook-ended';
      readonly hook: string;
      /** Absent for a hook around a batch. */
      readonly host?: string;
      readonly ok: boolean;
      readonly detail: string;
    }
  | {
      readonly kind: 'change-sent';
      readonly host: string;
      readonly steps: readonly string[];
      /** forward: what the run is for. back: taking that back. */
      readonly way: 'forward' | 'back';
      /** Addresses of VIPs that come to the host and leave it by this change: what a rollback turns round. */
      readonly brings: readonly string[];
      readonly takes: readonly string[];
      /** When the host undoes the change by itself if nobody confirms it: milliseconds since 1970. */
      readonly deadman?: number;
    }
  /** The host has begun nothing of what was sent. */
  | { readonly kind: 'change-refused'; readonly host: string; readonly why: string }
  | { readonly kind: 'step-ended'; readonly host: string; readonly step: string; readonly end: StepEnd }
  | { readonly kind: 'confirmation-sent'; readonly host: string; readonly steps: readonly string[] }
  | { readonly kind: 'host-accepted'; readonly acceptance: Acceptance }
  | {
      readonly kind: 'host-ended';
      readonly host: string;
      readonly outcome: HostOutcome;
      readonly reason?: string;
    }
  | {
      readonly kind: 'gate-judged';
      readonly batch: number;
      readonly opens: boolean;
      readonly reasons: readonly string[];
    }
  /** By the operator or the end of the terminal: no further host is begun. */
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'run-ended'; readonly run: string; readonly exitCode: number };

/** How a step of a change script ended on the host, by what was read back there. */
export type StepEnd = 'done' | 'failed' | 'undone' | 'not-undone';

/**
 * When an event must be on disk. first: before the run goes on, for a host may be sent something next. soon: before the run
 * waits for anything; what other hosts do meanwhile goes with it.
 */
export function hasteOf(event: RunEvent): 'first' | 'soon' | 'none' {
  switch (event.kind) {
    case 'run-started':
    case 'lease-taken':
    case 'batch-started':
    case 'change-sent':
    case 'confirmation-sent':
    case 'gate-judged':
    case 'run-ended':
      return 'first';
    case 'host-ended':
      return event.outcome === 'ok' ? 'none' : 'soon';
    default:
      return 'none';
  }
}

export type Listener = (event: RunEvent) => void;

/** Calls each listener in turn. A listener that throws is dropped: a view can neither slow nor break a run. */
export function announceTo(listeners: readonly Listener[]): Listener {
  const attached = new Set(listeners);
  return (event) => {
    for (const listener of attached) {
      try {
        listener(event);
      } catch {
        attached.delete(listener);
      }
    }
  };
}
