import type { NamedDeed, SimRecord } from '../platform/words.ts';
import type { Process } from './host.ts';

/** What outlasts a boot on a Windows host beside what every host has: the files of vipfarm there, its adapter, its task. */
export interface WindowsFiles {
  /** The loopback adapter of our own. */
  adapter: boolean;
  trialRecord: SimRecord | undefined;
  trial: WindowsTrial | undefined;
  /** What the task runs. */
  program: Program | undefined;
  /** The session that asks the task to do this program. */
  ready: { readonly session: Process; readonly program: Program } | undefined;
  /** A script at work is asked to undo. */
  isOverdue: boolean;
  fence: { readonly number: number; readonly run: string; readonly boot: number } | undefined;
  /** Whether copies of what was replaced are kept. */
  hasCopies: boolean;
  /** The task of the scheduler: it comes at this time, each minute after it, and when the host has booted. */
  task: { readonly at: number } | undefined;
}

export interface WindowsTrial {
  readonly run: string;
  readonly boot: number;
  readonly until: number;
  state: 'open' | 'confirmed' | 'fired';
}

export interface Program {
  readonly run: string;
  readonly owner: string;
  readonly does: 'change' | 'confirm';
  readonly deeds: readonly NamedDeed[];
  /** So many of them were done by an earlier script. */
  readonly done: number;
  /** Seconds of the dead-man that guards it; undefined: it stays. */
  readonly deadman: number | undefined;
}

export function noFiles(adapter: boolean): WindowsFiles {
  return {
    adapter,
    trialRecord: undefined,
    trial: undefined,
    program: undefined,
    ready: undefined,
    isOverdue: false,
    fence: undefined,
    hasCopies: false,
    task: undefined,
  };
}
