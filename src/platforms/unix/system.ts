import type { Family, Vip } from '../../core/address.ts';
import type { Check } from '../../core/check.ts';
import type { Command } from '../../core/quoting.ts';
import type { Confirmation } from '../../core/step.ts';
import type { OwnFile } from '../own-file.ts';
import type { Desired, InterfaceAddress, Nic, Platform, ProbeOutput, ProbeQuestion } from '../platform.ts';
import type { HostPlace } from '../posix/host-place.ts';
import type { Refusal } from '../refusal.ts';
import type { UnixObserved } from './observed.ts';

/**
 * What is known about one Unix where a VIP is an alias of the loopback and nothing has to be silenced, because it answers
 * ARP for addresses of the receiving interface only. `unixPlatform` makes a platform of it; everything that is alike on
 * these systems is there.
 */
export interface UnixSystem extends Pick<Platform, 'id' | 'title' | 'docs' | 'kernel' | 'evidence'> {
  /** Where it keeps what, and how it does the few things that every script needs. */
  readonly place: HostPlace;
  /** The loopback: `lo0`. */
  readonly loopback: string;
  readonly probe: ProbeCommands;
  readonly alias: LoopbackAlias;
  /** Each way in which an alias survives a boot; for every host exactly one recognises it. */
  readonly stacks: readonly BootStack[];
  /** `FreeBSD 14.1`, by the sections `identity` and `release`. */
  release(output: ProbeOutput): string;
  /** Interfaces and addresses by the sections `interfaces` and its own; by default as BSD, AIX and Solaris print ifconfig -a. */
  readInterfaces?(output: ProbeOutput): FoundInterfaces;
  /** `a jail`, `zone web`: a part of a system whose addresses are set from outside; undefined on a whole system. */
  enclosure?(output: ProbeOutput): string | undefined;
  /** What forbids any change here: an enclosure, with the command for the outside. */
  refuse?(desired: Desired, host: UnixObserved): Refusal | undefined;
  /** What forbids VIPs here that would not work: a strong host model. */
  refuseAdding?(desired: Desired, host: UnixObserved): Refusal | undefined;
  readonly takeOver?: TakeOver;
  /** What a plan for VIPs here says beside its steps: what it relies on that no probe can see, what else was found. */
  notices?(desired: Desired, host: UnixObserved): readonly string[];
  /** What verify and audit look at beyond what every such system shows. */
  checks?(desired: Desired, host: UnixObserved): readonly Check[];
}

/** Shell commands of a probe. Each only reads; what it prints to standard error is thrown away. */
export interface ProbeCommands {
  /** What version this is: the section `release`. */
  readonly release: string;
  readonly interfaces: string;
  readonly routes: string;
  /** TCP ports that are listened on, and UDP ports: lines of `netstat -an`. */
  readonly listeners: string;
  /** Established connections; those that name a VIP are picked out of it. */
  readonly connections: string;
  /** The environment of the process $1, on one line or on several. */
  readonly environment: string;
  /** The parent of the process $1; by `ps -o ppid=` unless said. */
  readonly parent?: string;
  /** Programs to look for: the section `tools` has their paths. */
  readonly tools: readonly string[];
  /** Further sections, each opened by `vf NAME`. */
  more?(question: ProbeQuestion): string;
  /** The names of those that this system itself reads: they are handed on as lines. */
  readonly sections?: readonly string[];
}

export interface FoundInterfaces {
  readonly nics: readonly Nic[];
  /** prefix 0: the mask is not shown. */
  readonly addresses: readonly InterfaceAddress[];
}

/** Files of others that bring a VIP back at boot, such as a recipe leaves that is often copied. */
export interface TakeOver {
  /** The probe reads them whole. */
  readonly paths: readonly string[];
  /** Those that do nothing but set up these VIPs: they go when the VIPs are taken over, which has to be asked for. */
  ending(vips: readonly Vip[], host: UnixObserved): readonly string[];
}

/** How a VIP is put on the loopback and taken away. */
export interface LoopbackAlias {
  /** Those that this system can have there. */
  readonly families: readonly Family[];
  /** Shows what is on the loopback. In what follows its output has every run of white space turned to one blank. */
  readonly list: Command;
  add(vip: Vip, host: UnixObserved): Command;
  remove(vip: Vip, host: UnixObserved): Command;
  /** How `list` shows a VIP of /32 or /128, the blank behind it included. */
  shown(vip: Vip): string;
  /** How `list` shows it with whatever mask, the blank behind it included. */
  shownAnyhow(vip: Vip): string;
  /** What must be in `list` as long as 127.0.0.1 is: `inet 127.0.0.1 `. */
  readonly alive: string;
  /** What else must hold once a VIP has come: that no other route came with it. */
  afterAdding?(vip: Vip, host: UnixObserved): readonly Confirmation[];
}

/** One way in which addresses survive a boot. */
export interface BootStack {
  /** As `stack:` of the inventory names it. */
  readonly id: string;
  readonly title: string;
  /** Every file that it may own or share, absolute: the probe reads them whole. */
  readonly ownPaths: readonly string[];
  recognises(host: UnixObserved): boolean;
  /** What must be on the host so that exactly these VIPs come back at boot, `gone` not among them, and what others set does too. */
  entries(vips: readonly Vip[], gone: readonly Vip[], host: UnixObserved): readonly BootEntry[];
  /** Why the entries would not be read at boot; undefined when they would. */
  bootGap?(host: UnixObserved): string | undefined;
  /** Why this stack cannot keep this VIP here. */
  objection?(vip: Vip, host: UnixObserved): string | undefined;
}

/** A file, or a value that the system keeps by a command of its own. */
export type BootEntry = OwnFile | BootSetting;

export interface BootSetting {
  readonly kind: 'setting';
  /** `ifconfig_lo0_aliases`, `inittab vipfarm`. */
  readonly name: string;
  /** As `read` has to print it; the empty text: it is not set. */
  readonly wanted: string;
  readonly found: string;
  readonly read: Command;
  /** From found to wanted, and back. */
  readonly apply: Command;
  readonly undo: Command;
}
