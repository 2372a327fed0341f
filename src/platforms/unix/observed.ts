import type { HostRecord } from '../host-record.ts';
import type { Observed } from '../platform.ts';

/** What one probe found on a Unix host. Absent means: not there, or the probe was cut off before it. */
export interface UnixObserved extends Observed {
  /** `FreeBSD 14.1` */
  readonly release: string;
  /** Whether the probe ran as root; without that nothing is known for sure. */
  readonly asRoot: boolean;
  /** `a jail`, `zone web`; undefined on a whole system. */
  readonly enclosure: string | undefined;
  readonly loopback: string;
  /** Files that a stack may own or share, by path. */
  readonly files: ReadonlyMap<string, FoundText>;
  /** Those of the folders for such files that exist. */
  readonly folders: ReadonlySet<string>;
  /** What is ours: by a change that is on trial, else by the record itself. */
  readonly record: HostRecord | undefined;
  /** The record that a boot leaves; `trialRecord` is of this boot only. */
  readonly lastingRecord: HostRecord | undefined;
  readonly trialRecord: HostRecord | undefined;
  /** Folders that a change writes into, and that cannot be written. */
  readonly readOnly: readonly string[];
  /** Programs that are there: name to path. */
  readonly tools: ReadonlyMap<string, string>;
  /** Settings of the kernel, by the names that this system has for them. */
  readonly settings: ReadonlyMap<string, string>;
  /** Lines of packet filters that name a VIP. */
  readonly rules: readonly string[];
  /** The sections that only this system has: name to lines. */
  readonly sections: ReadonlyMap<string, readonly string[]>;
}

/** A file with its text, which is small; or a symbolic link. */
export type FoundText =
  | { readonly kind: 'file'; readonly mode: number; readonly content: string }
  | { readonly kind: 'link'; readonly target: string };
