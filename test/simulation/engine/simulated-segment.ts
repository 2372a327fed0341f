import type { Vip } from '../../../src/core/address.ts';
import type { Claim, SegmentReport } from '../../../src/core/network.ts';
import type { Segment } from '../../../src/verification/network/segment.ts';
import { isExposed, type SimHost, type Surroundings } from '../farm/host.ts';
import { isIpv4 } from '../platform/words.ts';
import { type Controller, comeTo } from './controller.ts';

/** What the network itself does. */
export interface SimNetwork {
  /** VIPs that a machine which nobody knows answers for now. */
  readonly strangers: Set<string>;
  /** Called after every event. */
  readonly watches: Set<() => void>;
}

export function openNetwork(): SimNetwork {
  return { strangers: new Set(), watches: new Set() };
}

/** Every reply to `who has this VIP` that is on the wire now. */
function claimsNow(
  hosts: ReadonlyMap<string, SimHost>,
  { strangers }: SimNetwork,
  vips: readonly Vip[],
): readonly Claim[] {
  const of = (vip: string, mac: string, claimant: Claim['claimant']): Claim => ({
    vip,
    mac,
    claimant,
    witness: 'witness',
    count: 1,
  });
  return vips
    .map(({ address }) => address)
    .filter(isIpv4)
    .flatMap((vip) => [
      ...(strangers.has(vip) ? [of(vip, '02:ff:ff:ff:ff:ff', { kind: 'unknown' as const })] : []),
      ...[...hosts.values()].flatMap((host) =>
        answersFor(host, vip) ? [of(vip, host.mac, { kind: 'member' as const, host: host.name })] : [],
      ),
    ]);
}

function answersFor(host: SimHost, vip: string): boolean {
  return host.isUp && host.memory.vips.has(vip) && (host.leaks || isExposed(host));
}

/** Windows lets packets for a VIP in only where weak host is on. */
function letsNothingIn({ disk, memory }: SimHost): boolean {
  return disk.windows !== undefined && !memory.isSet;
}

export function segmentFor(
  controller: Controller,
  hosts: ReadonlyMap<string, SimHost>,
  network: SimNetwork,
  { time, random, trouble }: Surroundings,
): Segment {
  function later<T>(deed: () => T): Promise<T> {
    return new Promise((resolve) => {
      if (controller.isAlive) comeTo(controller, random.between(10, 500), time, () => resolve(deed()));
    });
  }
  const report = (vips: readonly Vip[], claims: readonly Claim[]): SegmentReport => ({
    vips,
    witnesses: [],
    unwatched: [],
    claims,
    poisoned: [],
  });
  return {
    survey: (vips) => later(() => report(vips, claimsNow(hosts, network, vips))),
    async watch(vips, onClaim) {
      const told = new Map<string, Claim>();
      const toldAt = new Map<string, number>();
      const isBlind = trouble.happens('witnessMisses');
      let isStopped = false;
      function look(): void {
        if (isBlind || isStopped || !controller.isAlive) return;
        for (const claim of claimsNow(hosts, network, vips)) {
          const key = `${claim.vip} ${claim.mac}`;
          const last = toldAt.get(key);
          // A witness tells once a second of what goes on.
          if (last !== undefined && time.now() < last + 1_000) continue;
          toldAt.set(key, time.now());
          told.set(key, claim);
          comeTo(controller, 0, time, () => onClaim(claim));
          comeTo(controller, 1_000, time, look);
        }
      }
      await later(() => network.watches.add(look));
      return {
        stop: () =>
          later(() => {
            isStopped = true;
            network.watches.delete(look);
            return report(vips, [...told.values()]);
          }),
      };
    },
    accept: (member, vip, { port }) =>
      later(() => {
        const host = hosts.get(member.name);
        const isThere = host?.isUp === true && host.memory.vips.has(vip.address);
        const verdict = !isThere ? 'no-vip' : letsNothingIn(host) ? 'filtered' : 'answers';
        return { host: member.name, vip: vip.address, port, witness: 'witness', verdict, found: verdict };
      }),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}
