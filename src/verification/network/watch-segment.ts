import type { Vip } from '../../core/address.ts';
import type { Claim, SegmentReport } from '../../core/network.ts';
import { beginLooks, reportLook } from './begin-looks.ts';
import type { Judge } from './claimant.ts';
import type { Look } from './look.ts';
import type { SegmentWatch } from './segment.ts';
import type { Share } from './survey-segment.ts';
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

  async function recruit({ party, vips: some }: Share): Promise<void> {
    const busy = working.map((look) => look.witness);
    await party.employ(
      async (witness) => {
        const looks = await beginLooks(witness, some, longest, tally.hearFor(witness.host.name));
        if (typeof looks === 'string') return looks;
        working.push(...looks);
        for (const look of looks) mind(look, { party, vips: some });
        return looks;
      },
      signal,
      busy,
    );
  }

  /** Replaces a witness that ends before it is told to. */
  function mind(look: Look, share: Share): void {
    void look.ended.then(({ reason }) => {
      if (stopped || signal.aborted) return;
      const why = `lost after ${look.requests} requests: ${reason ?? 'it ended by itself'}`;
      for (const other of working.filter((one) => one.witness === look.witness)) {
        working.splice(working.indexOf(other), 1);
        other.stop();
      }
      const replaced = share.party.dismiss(look.witness, why).then(() => recruit(share));
      replacing.add(replaced);
      void replaced.finally(() => replacing.delete(replaced));
    });
  }

  function end(): void {
    stopped = true;
    for (const look of working) look.stop();
  }

  signal.addEventListener('abort', end, { once: true });
  await Promise.all(shares.map(recruit));
  return {
    async stop(): Promise<SegmentReport> {
      await Promise.all(replacing);
      await Promise.all(working.map((look) => look.upToNow()));
      end();
      signal.removeEventListener('abort', end);
      await Promise.all(working.map((look) => look.ended));
      const refusals = shares.flatMap(({ party }) => party.refusals());
      return {
        vips,
        witnesses: [...working.map(reportLook), ...refusals],
        claims: tally.claims(),
        poisoned: [],
      };
    },
  };
}
