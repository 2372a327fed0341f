import type { Command } from './quoting.ts';

/** One ordered action with its undo and its check; plain data that can be printed, digested, stored and replayed. */
export interface Step extends Deed {
  /** Unique within a plan: letters, digits and dashes. */
  readonly id: string;
  /** What the operator reads: lines such as `~ arp_ignore 0 -> 1`. */
  readonly title: string;
  readonly reason: string;
  readonly risk: Risk;
  /** Its part in a trial: a change that the host takes back by itself unless it is confirmed. */
  readonly trial: Trial;
}

/** What is done and undone, and how both are read back. */
export interface Deed {
  readonly apply: readonly Action[];
  /** Holds when the step is done; the only thing that is believed. */
  readonly confirm: readonly Confirmation[];
  readonly undo: readonly Action[];
  /** Holds when the step is undone. If it does not, the steps before it are not undone: their protection is still needed. */
  readonly undone: readonly Confirmation[];
}

export type Risk = 'none' | 'interrupts-traffic' | 'may-cut-access';

/**
 * all: nothing of it outlasts a loss of power, so it is done before the confirmation. none: it does, so it is done after.
 * Or this before the confirmation, which does not outlast a loss of power, and the step itself after.
 */
export type Trial = 'all' | 'none' | Deed;

export type Action =
  | { readonly kind: 'run'; readonly command: Command }
  /** A temporary file beside it, then a rename. Mode in octal. */
  | { readonly kind: 'write'; readonly path: string; readonly content: string; readonly mode: number }
  | { readonly kind: 'link'; readonly path: string; readonly target: string }
  | { readonly kind: 'folder'; readonly path: string; readonly mode: number }
  /** A file or link; a folder only when it is empty. Nothing there is fine. */
  | { readonly kind: 'remove'; readonly path: string }
  /** Keeps what is at the path, byte for byte, or that nothing is there, until the script has ended. */
  | { readonly kind: 'save'; readonly path: string }
  /** Puts back what `save` kept. */
  | { readonly kind: 'restore'; readonly path: string };

/** A command and what its standard output must be: state is read back, exit codes are not believed. */
export interface Confirmation {
  readonly command: Command;
  readonly expect: { readonly is: string } | { readonly contains: string } | { readonly lacks: string };
}
