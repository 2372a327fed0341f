import type { Vip } from '../core/address.ts';
import type { Frame } from './ethernet/read-frame.ts';

/**
 * How a host of one platform looks at its segment: scripts for a POSIX shell, and how to read what they print. They only
 * look: nothing is left on the host, no file, no setting, no neighbour entry, even when they are killed.
 */
export interface WitnessKnowledge {
  /** Which NICs and programs are there, and what its neighbour table holds. */
  introduction(): string;
  /** Never throws: what is cut off or unreadable is absent. */
  readIntroduction(output: string): Introduction;
  /** What this host can look with for VIPs of its families, best first; some look for one family only. */
  means(introduction: Introduction): readonly WitnessMeans[];
  /** Carries connections to a chosen MAC; undefined where nothing on this host can. */
  carrier(introduction: Introduction): Carrier | undefined;
  /** Tells everybody on the segment, a few times, that this host has the VIPs: for a director only. undefined where nothing can. */
  announce(vips: readonly Vip[], nic: WitnessNic, introduction: Introduction): string | undefined;
  /** The same for a person, to be typed there as root. */
  announceCommands(vips: readonly Vip[], nic: string): readonly string[];
}

/** What a host says of itself before it looks. */
export interface Introduction {
  readonly programs: ReadonlySet<string>;
  readonly nics: readonly WitnessNic[];
  readonly neighbours: readonly Neighbour[];
}

export interface WitnessNic {
  readonly name: string;
  /** Lower case with colons. */
  readonly mac: string;
  readonly addresses: readonly {
    readonly address: string;
    readonly prefix: number;
    readonly family: 4 | 6;
  }[];
}

export interface Neighbour {
  readonly address: string;
  readonly nic: string;
  readonly mac: string;
}

export interface WitnessMeans {
  /** `python3 raw socket`, `arping (iputils)`. */
  readonly title: string;
  readonly proves: 'replies' | 'table';
  readonly families: readonly (4 | 6)[];
  /**
   * Asks who has the VIPs again and again, and tells each claim when it comes, for so many milliseconds. It ends by
   * itself soon after nobody reads what it prints any more.
   */
  look(question: LookQuestion): string;
  /** One line that the script printed; undefined when it says nothing about the VIPs. */
  read(line: string): Sight | undefined;
}

export interface LookQuestion {
  readonly vips: readonly Vip[];
  readonly nic: WitnessNic;
  readonly milliseconds: number;
}

/** What a script that looks has to say. */
export type Sight =
  /** It is looking: from now on nothing is missed. */
  | { readonly kind: 'ready' }
  /** Somebody claimed the VIP, so many times since the last such line of this VIP and MAC. */
  | { readonly kind: 'claim'; readonly vip: string; readonly mac: string; readonly count: number }
  /** Still there: every claim that came before this has been told. Both numbers count from the start. */
  | {
      readonly kind: 'beat';
      readonly requests: number;
      /** Frames that came faster than they could be read. */
      readonly lost: number;
    }
  /** It cannot look this way. */
  | { readonly kind: 'cannot'; readonly reason: string };

/** One connection to a VIP in frames that are addressed to one MAC. It ends within seconds. */
export interface Carrier {
  readonly title: string;
  /** undefined when this NIC has no address that a member could answer. */
  script(question: CarryQuestion): string | undefined;
  /** Never throws. */
  read(output: string): CarryAnswer;
}

export interface CarryQuestion {
  readonly vip: Vip;
  readonly port: number;
  readonly nic: WitnessNic;
  readonly mac: string;
  /**
   * Sent once the connection stands, in hex, and its answer is waited for. When empty, the connection is given up as soon
   * as the member has offered it. At most 1,400 bytes.
   */
  readonly payload: string;
  /** The member's own address where it is known: whether it answers a ping tells a filter from a missing VIP. */
  readonly memberAddress: Vip | undefined;
}

/** What came back, in order. */
export interface CarryAnswer {
  /** False when the script did not come to its end. */
  readonly complete: boolean;
  readonly frames: readonly Frame[];
  /** Why the script could not even begin. */
  readonly reason?: string;
}

/** The numbers of the pings that a carrier sends while the port is silent. */
export const pingNumbers = { vip: 1, member: 2 } as const;
