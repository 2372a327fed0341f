import type { HostRecord } from '../host-record.ts';
import type { Observed } from '../platform.ts';

/** What one probe found on a Linux host. Absent means: not there, or the probe was cut off before it. */
export interface LinuxObserved extends Observed {
  readonly platform: 'linux';
  readonly distribution: string;
  readonly kernel: string;
  /** Whether the probe ran as root; without that files and rules are invisible. */
  readonly asRoot: boolean;
  readonly init: 'systemd' | 'openrc' | 'other';
  /** `docker`, `lxc`, `systemd-nspawn`, ...; undefined on metal and in virtual machines. */
  readonly container: string | undefined;
  /** Kernel settings by interface name, with `all` and `default`. */
  readonly conf: ReadonlyMap<string, InterfaceConf>;
  /** Settings of lo that a stack may disturb, and whether IPv6 is disabled there: key in slash form to value. */
  readonly loopbackSettings: ReadonlyMap<string, string>;
  readonly sysctl: SysctlFiles;
  readonly managers: Managers;
  /** Files that bear our name, by path. */
  readonly files: ReadonlyMap<string, FoundFile>;
  /** Those of the folders for such files that exist. */
  readonly folders: ReadonlySet<string>;
  /** What is ours: by a change that is on trial, else by the record itself. */
  readonly record: HostRecord | undefined;
  /** The record that a boot leaves; `trialRecord` is of this boot only. */
  readonly lastingRecord: HostRecord | undefined;
  readonly trialRecord: HostRecord | undefined;
  /** The paths of `watchedFolders` that exist but cannot be written, read-only file systems included. */
  readonly readOnly: readonly string[];
  /** Lines of packet filters and of other programs' configuration that name a VIP. */
  readonly rules: readonly string[];
  readonly keepalived: readonly string[];
  readonly bootLines: readonly BootLine[];
}

/** A line by which others may bring a VIP up at boot, or did before vipfarm came. */
export interface BootLine {
  readonly path: string;
  readonly line: number;
  readonly text: string;
}

/** net.ipv4.conf.<interface>: numbers as the kernel has them. */
export interface InterfaceConf {
  readonly arpIgnore: number;
  readonly arpAnnounce: number;
  readonly rpFilter: number;
  readonly forwarding: number;
  readonly proxyArp: number;
}

export interface SysctlFiles {
  /** Every file that the boot may read, by path; a symbolic link with its target. */
  readonly paths: ReadonlyMap<string, string | undefined>;
  /** Whether tuned lets these files have the last word (reapply_sysctl in tuned-main.conf); older ones cannot. */
  readonly winOverTuned: boolean;
  /** Assignments to arp_ignore and arp_announce found in them and in tuned's active profile, in no order. */
  readonly assignments: readonly SysctlAssignment[];
}

export interface SysctlAssignment {
  readonly path: string;
  readonly line: number;
  /** Slash form without the leading `-`: `net/ipv4/conf/all/arp_ignore`; may hold a `*`. */
  readonly key: string;
  /** As written; sysctlNumber tells what the kernel makes of it. */
  readonly value: string;
}

/** The signs by which stacks recognise their hosts. */
export interface Managers {
  /** Programs that are there: name to path. */
  readonly tools: ReadonlyMap<string, string>;
  /** systemd units: name to its states. */
  readonly units: ReadonlyMap<string, UnitState>;
  /** Boot links of other init systems: `/etc/rc3.d/S10network`. */
  readonly bootLinks: readonly string[];
  readonly networkManager: NetworkManagerState | undefined;
  /** `unmanaged`, `configured`, ... as networkctl says of lo. */
  readonly networkdLo: string | undefined;
  /** .network files whose [Match] can take lo, in the order in which networkd asks them: the first that does has it. */
  readonly networkdFiles: readonly NetworkdFile[];
  readonly netplan: { readonly files: readonly string[]; readonly renderers: readonly string[] };
  readonly ifup: 'ifupdown' | 'ifupdown2' | 'ifupdown-ng' | 'busybox' | undefined;
  /** Whether /etc/network/interfaces reads /etc/network/interfaces.d. */
  readonly sourcesInterfacesD: boolean;
  readonly networkScripts: boolean;
  /** The text of wicked's ifcfg-lo; undefined when there is none. */
  readonly wickedLo: string | undefined;
}

export interface NetworkManagerState {
  readonly version: readonly [major: number, minor: number];
  /** lo is unmanaged: it reads no profile for it, at boot neither. */
  readonly leavesLoopback: boolean;
  /** Profiles for lo that it activates by itself, ours too where it has read that. Of several the one with the highest priority. */
  readonly loopbackProfiles: readonly {
    readonly name: string;
    readonly path: string;
    readonly priority: number;
  }[];
}

export interface NetworkdFile {
  readonly path: string;
  /**
   * lo: nothing but lo. lo-and-others: it names lo beside others, or under conditions that are not known to hold. any: by
   * a pattern or an exception, as files for whatever no other file takes do.
   */
  readonly takes: 'lo' | 'lo-and-others' | 'any';
}

export interface UnitState {
  readonly active: string;
  readonly enabled: string;
}

export interface FoundFile {
  readonly kind: 'file' | 'link';
  /** Octal permission bits. */
  readonly mode: number;
  /** sha256 in hex of a file; the target of a link. */
  readonly content: string;
}
