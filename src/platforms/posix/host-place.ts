import type { ChangeOrder } from '../../core/change-order.ts';
import { quoteWord } from '../../core/quoting.ts';

/** Where and how a system keeps what a change script notes on its host. Readable by root only. */
export interface HostPlace {
  /** Outlasts a boot: the record, the notes of the last change, copies of what it replaced. */
  readonly folder: string;
  /** The file whose presence means that something of vipfarm is on the host. */
  readonly record: string;
  /** A line for each thing that happened, of the last run only. */
  readonly progress: string;
  /** What runs lies here: the lock, and what a change on trial needs to be taken back. A boot may empty it. */
  readonly runtime: string;
  /** A shell command that prints one line, another one after each boot. */
  readonly bootMark: string;
  /** A shell command that prints when the process $1 began; nothing when there is none. */
  readonly processMark: string;
  /** What can wait on this system to undo a change, best first. */
  readonly deadmen: readonly ('systemd' | 'at' | 'shell')[];
}

/** The variables and the few functions that every script of a change begins with. */
export function settings(place: HostPlace): string {
  return `PATH=/usr/sbin:/usr/bin:/sbin:/bin:$PATH; LC_ALL=C; export PATH LC_ALL
trap '' HUP PIPE; umask 077
vf_folder=${quoteWord(place.folder)} vf_progress=${quoteWord(place.progress)} vf_record=${quoteWord(place.record)}
vf_output=$vf_folder/output vf_runtime=${quoteWord(place.runtime)} vf_trial=${quoteWord(`${place.runtime}/trial`)}
vf_boot_mark() { ${place.bootMark}; }
vf_process_mark() { ${place.processMark}; }
vf_read() { sed -n "s/^$2 //p" "$1" 2>/dev/null; }
vf_now() { date -u +%Y-%m-%dT%H:%M:%SZ; }
vf_change_mark() { ${changeMark(place)}; }`;
}

export function orderSettings({ run, owner, fence, seen = '' }: ChangeOrder): string {
  const words = { run, owner: owner.replace(/\s+/g, ' '), fence: fence.toFixed(0), seen };
  return Object.entries(words)
    .map(([name, value]) => `vf_${name}=${quoteWord(value)}`)
    .join(' ');
}

/** A shell command whose output is altered by each change: it notes what it does, and its right to do it. */
export function changeMark({ folder, progress, runtime }: HostPlace): string {
  const notes = [progress, `${folder}/fence`, `${runtime}/fence`].map(quoteWord);
  return `cat ${notes.join(' ')} 2>/dev/null | cksum`;
}
