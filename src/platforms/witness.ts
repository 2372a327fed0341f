import type { Vip } from '../core/address.ts';

/**
 * How a host of one platform looks at its segment: scripts for a POSIX shell, and how to read what they print. They only
 * look: nothing is left on the host, no file, no setting, no neighbour entry, even when they are killed.
 */
export interface WitnessKnowledge {
  /** Which NICs and programs are there, and where its neighbour table leads these VIPs. */
  introduction(vips: readonly Vip[]): string;
  /** Never throws: what is cut off or unreadable is absent. */
  readIntroduction(output: string): Introduction;
  /** What this host can look with for VIPs of its families, best first; some look for one family only. */
  means(introduction: Introduction): readonly WitnessMeans[];
  /** Carries connections to a chosen MAC; undefined where nothing on this host can. */
  carrier(introduction: Introduction): Carrier | undefined;
  /** Tells everybody on the segment who has the VIPs; for the director only. The commands are for people too. */
  announcement(vips: readonly Vip[], nic: WitnessNic, introduction: Introduction): string | undefined;
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
  /** Still there; so many requests in all, and every claim that came before this line has been told. */
  | { readonly kind: 'beat'; readonly requests: number };

/** One connection to a VIP in frames that are addressed to one MAC. */
export interface Carrier {
  readonly title: string;
  script(question: CarryQuestion): string;
  /** Never throws. */
  read(output: string): CarryAnswer;
}

export interface CarryQuestion {
  readonly vip: Vip;
  readonly port: number;
  readonly nic: WitnessNic;
  readonly mac: string;
  /** Sent once the connection stands, in hex; empty sends nothing and waits for nothing. */
  readonly payload: string;
  /** The member's own address where it is known: whether it answers at all tells a filter from a missing VIP. */
  readonly own: Vip | undefined;
}

/** What came back, each with the MAC that it came from; absent when nothing did. */
export interface CarryAnswer {
  readonly complete: boolean;
  readonly tcp: { readonly mac: string; readonly flag: 'syn-ack' | 'reset' } | undefined;
  /** What the service sent first, in hex. */
  readonly response: string;
  /** A refusal by ICMP: its type and code, and who sent it. */
  readonly refusal: { readonly mac: string; readonly type: number; readonly code: number } | undefined;
  /** The VIP answered a ping. */
  readonly vipPing: string | undefined;
  /** The member's own address answered a ping. */
  readonly ownPing: string | undefined;
}
