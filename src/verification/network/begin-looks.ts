import type { Vip } from '../../core/address.ts';
import type { WitnessReport } from '../../core/network.ts';
import type { Witness } from './call-witness.ts';
import { type Hear, type Look, startLook } from './look.ts';

/**
 * Has a witness look for these VIPs with the best of its means that work there. Resolves once it looks for all of them;
 * with the reason, in words, when it cannot.
 */
export async function beginLooks(
  witness: Witness,
  vips: readonly Vip[],
  milliseconds: number,
  hear: Hear,
): Promise<readonly Look[] | string> {
  const looks: Look[] = [];
  let left = vips;
  let reason = 'it has no program to look with';
  for (const means of witness.knowledge.means(witness.introduction)) {
    const some = left.filter(({ family }) => means.families.includes(family));
    if (some.length === 0) continue;
    const look = startLook(witness, means, some, milliseconds, hear);
    if (await look.ready) {
      looks.push(look);
      left = left.filter((vip) => !some.includes(vip));
    } else {
      const end = await look.ended;
      reason = `${means.title}: ${end.reason ?? 'it ended before it looked'}`;
    }
  }
  if (left.length === 0) return looks;
  for (const look of looks) look.stop();
  return reason;
}

/** What one look can prove, now that it has ended. */
export function reportLook({ witness, means, requests, lost }: Look): WitnessReport {
  return {
    host: witness.host.name,
    means: means.title,
    proves: means.proves,
    requests,
    ...(lost > 0 ? { reason: `${lost} frames came faster than they could be read` } : {}),
  };
}
