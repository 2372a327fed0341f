import type { Vip } from './address.ts';

/** An answer to `who has this VIP`, as a witness saw it. */
export interface Claim {
  readonly vip: string;
  /** Lower case with colons. */
  readonly mac: string;
  /** Whose MAC that is. */
  readonly claimant: Claimant;
  readonly witness: string;
  /** Replies counted; at least one. */
  readonly count: number;
}

export type Claimant =
  | { readonly kind: 'director'; readonly name: string }
  | { readonly kind: 'member'; readonly host: string }
  | { readonly kind: 'unknown' };

/** What the witnesses saw of the VIPs in one survey or one watch. */
export interface SegmentReport {
  readonly vips: readonly Vip[];
  readonly witnesses: readonly WitnessReport[];
  /** Addresses of those VIPs that nobody was looking for in the end. */
  readonly unwatched: readonly string[];
  readonly claims: readonly Claim[];
  /** Neighbour entries that lead a VIP to somebody who is not its director. */
  readonly poisoned: readonly PoisonedNeighbour[];
}

export interface WitnessReport {
  readonly host: string;
  /** What it looked with: `arping (iputils)`, `python3 raw socket`, `neighbour table`. */
  readonly means: string;
  /** replies: every answer was seen. table: only what the kernel has learned. nothing: it could not look, and why. */
  readonly proves: 'replies' | 'table' | 'nothing';
  readonly requests: number;
  readonly reason?: string;
  /** It has looked in this run, and cannot any more: the reason says why. */
  readonly lost?: true;
}

export interface PoisonedNeighbour {
  readonly host: string;
  readonly vip: string;
  readonly mac: string;
}

/** Whether one server itself answers on the VIP: a connection carried to its MAC, past the balancer. */
export interface Acceptance {
  readonly host: string;
  readonly vip: string;
  readonly port: number;
  readonly witness: string;
  readonly verdict: AcceptanceVerdict;
  /** What was seen, for people. */
  readonly found: string;
}

/** untried: there was no witness that can carry a connection to a chosen MAC, or the service is not TCP. */
export type AcceptanceVerdict =
  | 'answers'
  | 'no-vip'
  | 'not-listening'
  | 'filtered'
  | 'answered-by-another'
  | 'untried';

/** `director l4-a`, `web05 (02:00:00:00:00:15)`, or the bare MAC of somebody unknown. */
export function describeClaimant({ claimant, mac }: Pick<Claim, 'claimant' | 'mac'>): string {
  switch (claimant.kind) {
    case 'director':
      return `director ${claimant.name}`;
    case 'member':
      return `${claimant.host} (${mac})`;
    case 'unknown':
      return `${mac}, whom nobody knows`;
  }
}

/** Each witness that was lost, once: `witness db01: lost after 3 requests: the connection was closed`. */
export function describeLosses(reports: readonly SegmentReport[]): readonly string[] {
  const lost = reports.flatMap(({ witnesses }) => witnesses.filter((witness) => witness.lost === true));
  return [...new Set(lost.map(({ host, reason }) => `witness ${host}: ${reason ?? 'lost'}`))];
}

/** `web01 (02:00:00:00:00:11) answered ARP for 192.0.2.100: 2 replies, seen by db01` */
export function describeClaim({ vip, mac, claimant, witness, count }: Claim): string {
  const whose = claimant.kind === 'member' ? `${claimant.host} (${mac})` : `a MAC that nobody knows, ${mac},`;
  return `${whose} answered ARP for ${vip}: ${count} ${count === 1 ? 'reply' : 'replies'}, seen by ${witness}`;
}
