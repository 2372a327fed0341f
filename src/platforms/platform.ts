import type { Vip } from '../core/address.ts';
import type { ChangeOrder } from '../core/change-order.ts';
import type { Check } from '../core/check.ts';
import type { StepEnd } from '../core/event.ts';
import type { Evidence } from '../core/facts.ts';
import type { ScriptLanguage } from '../core/script-language.ts';
import type { Service } from '../core/service.ts';
import type { Step } from '../core/step.ts';
import type { HostMemory } from './host-memory.ts';
import type { WitnessKnowledge } from './witness.ts';

/**
 * What is known about one operating system. Everything here is pure: text in, values out; no I/O, no clock.
 * A platform is one folder, one object of this type, one line in `index.ts`, its transcripts and its page in docs/.
 *
 * `O` is what this platform observes; callers hand an observation back to the platform that made it and to no other.
 */
export interface Platform<O extends Observed = Observed> {
  readonly id: string;
  readonly title: string;
  /** The vendor's pages that the commands come from. */
  readonly docs: readonly string[];
  /** What its support rests on; never more than was earned. */
  readonly evidence: Evidence;
  /** The same of this one host, where not all hosts of the platform have earned it. */
  evidenceFor?(observed: O): Evidence;
  /** What all its scripts are written in. */
  readonly language: ScriptLanguage;
  /** What `uname -s` prints there, and on Windows our own probe; every platform has another. */
  readonly kernel: string;
  /** Shell functions that the probe calls; platforms that have the same text have it sent once. */
  readonly prelude?: string;
  /** A read-only script that prints sections (see probe-output.ts). It runs in one exec. */
  probe(question: ProbeQuestion): string;
  /** Never throws: what is cut off or unreadable is absent from the result. */
  observe(output: ProbeOutput): O;
  /** The ordered steps from observed to desired; no steps when nothing differs. */
  plan(desired: Desired, observed: O): HostDecision;
  /** What verify and audit show. */
  checks(desired: Desired, observed: O): readonly Check[];
  /**
   * The steps as one script that survives the loss of its session and notes on the host how far it got. With a dead-man it
   * does only what is on trial, and the host takes that back unless it is confirmed in time.
   */
  compile(steps: readonly Step[], order: ChangeOrder): string;
  /**
   * For a new connection, after a script with a dead-man: confirms that change, then does what outlasts a boot. Where that
   * fails, everything is undone. It may be sent again when its own connection was lost.
   */
  compileConfirm(steps: readonly Step[], order: ChangeOrder): string;
  /** Reads what such scripts printed. Never throws. */
  readChange(output: string): ChangeAnswer;
  /** A read-only script that prints what the host remembers of changes. */
  recall(): string;
  /** Reads what it printed. Never throws. */
  readRecall(output: string): HostMemory;
  /** Clears the notes of a run that is over, once they are kept elsewhere; nothing is left where no VIP of ours is. */
  dismiss(run: string): string;
  /** How a host of this platform looks at its segment; absent where no way is known. */
  readonly witness?: WitnessKnowledge;
}

/** What a change script said. */
export interface ChangeAnswer {
  /** False when the session was lost before the script's end. */
  readonly complete: boolean;
  /** Why nothing was begun. */
  readonly refused: HostRefusal | undefined;
  /** What will take the change back unless it is confirmed; undefined when nothing will. */
  readonly armed: ArmedDeadman | undefined;
  /** How each step ended, in the order in which that was noted. A step with a trial of its own may end twice: once in each script. */
  readonly ends: readonly { readonly step: string; readonly end: StepEnd; readonly output: string }[];
}

export interface HostRefusal {
  /**
   * unwritable: it cannot keep its notes. locked: another change is under way or awaits its confirmation. outdated: it has
   * seen a higher fencing number. too-late, of a confirmation: the change was taken back by the host or by a boot.
   */
  readonly kind: 'unwritable' | 'locked' | 'outdated' | 'too-late';
  readonly text: string;
}

export interface ArmedDeadman {
  /** What on the host waits: a transient timer of systemd, at(1), a detached shell. */
  readonly means: string;
  /** So long it waits from the moment it was armed; more than was ordered where the means is coarse. */
  readonly seconds: number;
}

/** What a probe has to look at beyond the host itself. */
export interface ProbeQuestion {
  readonly vips: readonly Vip[];
  /** Windows: with netsh, what cmdlets are missing for is read without them. */
  readonly method?: Desired['method'];
}

/** The sections of a probe's answer by name; a section that never arrived is absent. */
export type ProbeOutput = ReadonlyMap<string, string>;

/** What every platform can say about a host. Plain data: it is printed, digested and kept as evidence. */
export interface Observed {
  readonly platform: string;
  /** `Debian 12, ifupdown`: what a person calls such a host; equal for hosts that are alike. */
  readonly title: string;
  /** False when the probe's answer was cut off: then nothing is decided on it. */
  readonly complete: boolean;
  readonly hostname: string;
  readonly nics: readonly Nic[];
  /** Every address of every interface, loopback included. */
  readonly addresses: readonly InterfaceAddress[];
  /** What changes from minute to minute: no saved plan goes stale by it. */
  readonly moment: Moment;
}

export interface Moment {
  /** The address of the host that this session came in by. */
  readonly session: string | undefined;
  /** Established connections that name a VIP, as the host's tool prints them. */
  readonly connections: readonly string[];
  readonly listeners: readonly Listener[];
  readonly routes: readonly string[];
  /** Altered by each change that vipfarm makes there, whoever orders it. */
  readonly changeMark?: string;
}

export interface Listener {
  readonly protocol: 'tcp' | 'udp';
  /** Canonical address; `0.0.0.0` for every IPv4 address of the host, `::` for every IPv6 address, `*` for every address. */
  readonly address: string;
  readonly port: number;
  /** The family of which it may take every address as well: the host's tool does not tell. */
  readonly perhaps?: 4 | 6;
}

export interface Nic {
  readonly name: string;
  /** Lower case with colons; undefined where the link has none. */
  readonly mac: string | undefined;
  readonly up: boolean;
}

export interface InterfaceAddress {
  readonly interface: string;
  readonly address: string;
  readonly prefix: number;
  readonly family: 4 | 6;
  readonly label: string | undefined;
  readonly scope: string | undefined;
}

/** What a pool asks of a host. */
export interface Desired {
  /** VIPs that must be there. */
  readonly present: readonly Vip[];
  /** VIPs that must be gone. */
  readonly absent: readonly Vip[];
  /** VIPs of other pools of this inventory that the host serves: not changed in this run, but they still need what they share. */
  readonly others: readonly Vip[];
  readonly services: readonly Service[];
  readonly arp: 'all' | 'nics' | undefined;
  readonly stack: string | undefined;
  /** Windows: what its network is changed by; cmdlets unless said. */
  readonly method: 'cmdlets' | 'netsh' | undefined;
  /** Windows: whether the services' ports are opened for the VIPs, or its firewall is left as it is. */
  readonly firewall: 'leave' | 'open';
  /** Take over a VIP that is right but was not made by vipfarm. */
  readonly adopt: boolean;
  /** Remove although clients are connected. */
  readonly force: boolean;
}

/** What a platform decides for one host. */
export type HostDecision =
  | { readonly kind: 'as-wanted'; readonly notices: readonly string[] }
  | { readonly kind: 'change'; readonly steps: readonly Step[]; readonly notices: readonly string[] }
  | { readonly kind: 'refused'; readonly reason: string; readonly wayOut: string };
