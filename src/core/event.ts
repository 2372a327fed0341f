import type { HostOutcome } from './outcome.ts';

/**
 * What happens in a run, as it happens. The journal writes an event before its effect; every view of a run (live, text,
 * JSON) is a subscriber and nothing else.
 */
export type RunEvent =
  | {
      readonly kind: 'run-started';
      readonly run: string;
      readonly verb: string;
      readonly hosts: readonly string[];
    }
  | { readonly kind: 'host-contacted'; readonly host: string }
  | {
      readonly kind: 'host-probed';
      readonly host: string;
      readonly title: string;
      readonly moment: 'before' | 'after';
    }
  | { readonly kind: 'change-sent'; readonly host: string; readonly steps: readonly string[] }
  | { readonly kind: 'step-ended'; readonly host: string; readonly step: string; readonly end: StepEnd }
  | {
      readonly kind: 'host-ended';
      readonly host: string;
      readonly outcome: HostOutcome;
      readonly reason?: string;
    }
  | { readonly kind: 'run-ended'; readonly run: string; readonly exitCode: number };

/** How a step of a change script ended on the host, by what was read back there. */
export type StepEnd = 'done' | 'failed' | 'undone' | 'not-undone';

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
