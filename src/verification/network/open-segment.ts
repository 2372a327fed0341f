import { parseAddress, type Vip } from '../../core/address.ts';
import { describeClaimant } from '../../core/network.ts';
import type { Fleet, Pool } from '../../inventory/fleet.ts';
import { acceptMember } from './accept-member.ts';
import { type Connect, callWitness } from './call-witness.ts';
import { candidatesFor } from './candidates.ts';
import { judgeFor } from './claimant.ts';
import { openParty } from './party.ts';
import type { Segment } from './segment.ts';
import { surveySegment } from './survey-segment.ts';
import { watchSegment } from './watch-segment.ts';

/** What looking at the network needs to be given. */
export interface SegmentSettings {
  readonly fleet: Fleet;
  /** Their VIPs are looked at, each pool by its own witnesses. */
  readonly pools: readonly Pool[];
  /** MAC (lower case, colons) to host: the NICs of the members, as they were read. */
  readonly memberMacs: ReadonlyMap<string, string>;
  /** A session of its own for each witness; it stays open until the segment is disposed of. */
  readonly connect: Connect;
}

/** The network's side of these pools. Nobody is contacted before the first question. */
export function openSegment({ fleet, pools, memberMacs, connect }: SegmentSettings): Segment {
  const parties = pools.map((pool) => {
    const addresses = pool.members.flatMap(
      (name) => parseAddress(fleet.hosts.get(name)?.address ?? '') ?? [],
    );
    const signs = { vips: pool.vips, addresses: addresses.map(({ address }) => address), macs: memberMacs };
    return openParty(pool, candidatesFor(pool, fleet), (host, signal) =>
      callWitness(host, signs, connect, signal),
    );
  });
  const judge = judgeFor(fleet, memberMacs);

  /** Each pool's share of these VIPs. */
  function shares(vips: readonly Vip[]) {
    return parties
      .map((party) => ({
        party,
        vips: vips.filter((vip) => party.pool.vips.some(({ address }) => address === vip.address)),
      }))
      .filter((share) => share.vips.length > 0);
  }

  return {
    survey: (vips, signal) => surveySegment(vips, shares(vips), judge, signal),
    watch: (vips, onClaim, signal) => watchSegment(vips, shares(vips), judge, onClaim, signal),
    accept: (member, vip, service, signal) => {
      const party = parties.find(({ pool }) => pool.vips.some(({ address }) => address === vip.address));
      const macs = [...memberMacs].filter(([, host]) => host === member.name).map(([mac]) => mac);
      const nameOf = (mac: string) => describeClaimant({ claimant: judge.claimantOf(vip.address, mac), mac });
      return acceptMember(party, { member, vip, service, macs, nameOf }, signal);
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(parties.map((party) => party[Symbol.asyncDispose]()));
    },
  };
}
