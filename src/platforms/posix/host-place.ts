import type { ChangeOrder } from '../../core/change-order.ts';
import { quoteWord } from '../../core/quoting.ts';

/**
 * Where and how a system keeps what a change script notes on its host, readable by root only; and what differs from system
 * to system in the few things that every script needs.
 */
export interface HostPlace {
  /** The folders where programs are looked for first. */
  readonly path: string;
  /** A shell that can run these scripts: what waits to undo a change is started by it. */
  readonly shell: string;
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
  /** A shell command that prints the seconds since 1970. */
  readonly epoch: string;
  /** A shell command that copies the file or symbolic link $1, itself and with its mode, to $2. */
  readonly copy: string;
  /** A shell command that succeeds where something runs the jobs of at(1) in the minute that they name. */
  readonly atRuns: string;
  /** What can wait on this system to undo a change, best first. */
  readonly deadmen: readonly ('systemd' | 'at' | 'shell')[];
}

/** The variables and the few functions that every script of a change begins with. */
export function settings(place: HostPlace): string {
  return `${surroundings(place)}
trap '' HUP PIPE; umask 077
vf_sh=${quoteWord(place.shell)}
vf_folder=${quoteWord(place.folder)} vf_progress=${quoteWord(place.progress)} vf_record=${quoteWord(place.record)}
vf_output=$vf_folder/output vf_runtime=${quoteWord(place.runtime)} vf_trial=${quoteWord(`${place.runtime}/trial`)}
vf_boot_mark() { ${place.bootMark}; }
vf_process_mark() { ${place.processMark}; }
vf_epoch() { ${place.epoch}; }
vf_copy() { ${place.copy}; }
vf_at_runs() { ${place.atRuns}; }
vf_read() { sed -n "s/^$2 //p" "$1" 2>/dev/null; }
vf_now() { date -u +%Y-%m-%dT%H:%M:%SZ; }
vf_change_mark() { ${changeMark(place)}; }`;
}

/** How every script begins, so that its commands are found and speak English. */
export function surroundings({ path }: HostPlace): string {
  return `PATH=${path}:$PATH; LC_ALL=C; export PATH LC_ALL`;
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
