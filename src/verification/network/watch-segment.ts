import type { Vip } from '../../core/address.ts';
import type { Claim, SegmentReport } from '../../core/network.ts';
import { beginLooks, reportLook } from './begin-looks.ts';
import type { Witness } from './call-witness.ts';
import type { Judge } from './claimant.ts';
import type { Look, LookEnd } from './look.ts';
import type { SegmentWatch } from './segment.ts';
import { type Share, unwatchedAmong } from './survey-segment.ts';
import { countClaims } from './tally.ts';

/** Milliseconds after which a look ends by itself, should everything else fail to end it. */
const longest = 12 * 60 * 60 * 1000;

/** Looks without a gap until it is stopped; a witness that is lost on the way is replaced, and named as lost. */
export async function watchSegment(
  vips: readonly Vip[],
  shares: readonly Share[],
  judge: Judge,
  onClaim: (claim: Claim) => void,
  signal: AbortSignal,
): Promise<SegmentWatch> {
  const tally = countClaims(judge.claimantOf, (claim) => {
    if (claim.claimant.kind !== 'director') onClaim(claim);
  });
  const working: Look[] = [];
  const replacing = new Set<Promise<void>>();
  let stopped = false;

  async function recruit(share: Share): Promise<void> {
    const busy = working.map((look) => look.witness);
    await share.party.employ((witness) => begin(witness, share), signal, busy);
  }
  async function begin(witness: Witness, share: Share): Promise<readonly Look[] | string> {
    const looks = await beginLooks(witness, share.vips, longest, tally.hearFor(witness.host.name));
    if (typeof looks === 'string') return looks;
    working.push(...looks);
    for (const look of looks) mind(look, share);
    return looks;
  }

  /** Whatever ends before it is told to is begun again, or done by somebody else. */
  function mind(look: Look, share: Share): void {
    void look.ended.then((end) => {
      if (stopped || signal.aborted || !working.includes(look)) return;
      for (const other of working.filter((one) => one.witness === look.witness)) {
        working.splice(working.indexOf(other), 1);
        other.stop();
      }
      const replaced = replace(look, end, share);
      replacing.add(replaced);
      void replaced.finally(() => replacing.delete(replaced));
    });
  }
  async function replace({ witness, requests }: Look, { reason }: LookEnd, share: Share): Promise<void> {
    // Without a reason its time was over, and nothing is wrong with the witness.
    const again = reason === undefined ? await begin(witness, share) : reason;
    if (typeof again !== 'string') return;
    await share.party.dismiss(witness, `lost after ${requests} requests: ${again}`);
    await recruit(share);
  }

  function end(): void {
    stopped = true;
    for (const look of working) look.stop();
  }

  signal.addEventListener('abort', end, { once: true });
  await Promise.all(shares.map(recruit));
  return {
    async stop(): Promise<SegmentReport> {
      do {
        await Promise.all(replacing);
        await Promise.all(working.map((look) => look.upToNow()));
      } while (replacing.size > 0);
      const watched = new Set(working.flatMap((look) => look.vips.map(({ address }) => address)));
      end();
      signal.removeEventListener('abort', end);
      await Promise.all(working.map((look) => look.ended));
      const refusals = shares.flatMap(({ party }) => party.refusals());
      return {
        vips,
        witnesses: [...working.map(reportLook), ...refusals],
        unwatched: unwatchedAmong(vips, watched),
        claims: tally.claims(),
        poisoned: [],
      };
    },
  };
}
