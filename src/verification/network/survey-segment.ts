import type { Vip } from '../../core/address.ts';
import type { PoisonedNeighbour, SegmentReport, WitnessReport } from '../../core/network.ts';
import { asProblem } from '../../core/problem.ts';
import { beginLooks, reportLook } from './begin-looks.ts';
import { introduce, type Witness } from './call-witness.ts';
import type { Judge } from './claimant.ts';
import type { Party } from './party.ts';
import { countClaims } from './tally.ts';

/** The witnesses of one pool, and those of its VIPs that they are asked for. */
export interface Share {
  readonly party: Party;
  readonly vips: readonly Vip[];
}

/** Milliseconds that a survey looks, at least; and for each VIP, so that each is asked for several times. */
const shortest = 1500;
const forEachVip = 50;

/** Who answers for the VIPs now, and where the neighbour tables of the witnesses lead them. */
export async function surveySegment(
  vips: readonly Vip[],
  shares: readonly Share[],
  judge: Judge,
  signal: AbortSignal,
): Promise<SegmentReport> {
  const tally = countClaims(judge.claimantOf, () => undefined);
  const reports: WitnessReport[] = [];
  const poisoned: PoisonedNeighbour[] = [];
  const watched = new Set<string>();
  await Promise.all(
    shares.map(async ({ party, vips: some }) => {
      const limit = Math.max(shortest, some.length * forEachVip);
      const looked = await party.employ(async (witness) => {
        // Before it asks: a kernel that has an entry learns from the answers.
        const poison = await readTable(witness, some, judge, signal);
        if (typeof poison === 'string') return poison;
        const looks = await beginLooks(witness, some, limit, tally.hearFor(witness.host.name));
        if (typeof looks === 'string') return looks;
        const stop = () => {
          for (const look of looks) look.stop();
        };
        signal.addEventListener('abort', stop, { once: true });
        const ends = await Promise.all(looks.map((look) => look.ended));
        signal.removeEventListener('abort', stop);
        const failed = ends.find(({ reason }) => reason !== undefined);
        if (failed?.reason !== undefined) return failed.reason;
        return { reports: looks.map(reportLook), poisoned: poison };
      }, signal);
      if (looked.length > 0) for (const { address } of some) watched.add(address);
      reports.push(...looked.flatMap((one) => one.reports), ...party.refusals());
      poisoned.push(...looked.flatMap((one) => one.poisoned));
    }),
  );
  return {
    vips,
    witnesses: reports,
    unwatched: unwatchedAmong(vips, watched),
    claims: tally.claims(),
    poisoned,
  };
}

export function unwatchedAmong(vips: readonly Vip[], watched: ReadonlySet<string>): readonly string[] {
  return vips.map(({ address }) => address).filter((address) => !watched.has(address));
}

/** What the neighbour table of the witness holds now; in words, why it cannot be read. */
async function readTable(
  witness: Witness,
  vips: readonly Vip[],
  judge: Judge,
  signal: AbortSignal,
): Promise<readonly PoisonedNeighbour[] | string> {
  try {
    const found = await introduce(witness.session, signal);
    if (typeof found === 'string') return found;
    return poisonedIn(witness.host.name, found.introduction.neighbours, vips, judge);
  } catch (thrown) {
    return asProblem(thrown).message;
  }
}

/** Entries that lead a VIP to somebody who is not its director. */
export function poisonedIn(
  host: string,
  neighbours: readonly { readonly address: string; readonly mac: string }[],
  vips: readonly Vip[],
  judge: Judge,
): readonly PoisonedNeighbour[] {
  return neighbours
    .filter(({ address }) => vips.some((vip) => vip.address === address))
    .filter(({ address, mac }) => {
      const { kind } = judge.claimantOf(address, mac);
      return kind === 'member' || (kind === 'unknown' && judge.hasDirector(address));
    })
    .map(({ address, mac }) => ({ host, vip: address, mac }));
}
