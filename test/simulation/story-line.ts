import type { Mischief } from './mischief.ts';
import type { Random } from './random.ts';
import type { Farm } from './scenario.ts';

/** What happens in a simulated night. Moments are counted in events: so many things have happened since the start. */
export interface StoryLine {
  readonly verb: 'apply' | 'remove';
  readonly bothPools: boolean;
  readonly fanout: number;
  readonly repair: boolean;
  readonly isDry: boolean;
  readonly fullAt: number | undefined;
  /** The controller is killed; `withPower`: what it had not made durable is lost. */
  readonly kills: readonly { readonly at: number; readonly withPower: boolean; readonly pause: number }[];
  readonly interruptAt: number | undefined;
  readonly breakLeaseAt: number | undefined;
  /** Another operator, who shares the store or knows nothing of it. */
  readonly competitor:
    | { readonly at: number; readonly verb: 'apply' | 'remove'; readonly sharesStore: boolean }
    | undefined;
  readonly mischiefs: readonly { readonly at: number; readonly what: Mischief }[];
  /** After all that, the VIPs are taken away again, and everything must be as in the beginning. */
  readonly ending: 'finish' | 'remove' | 'rollback';
}

/** Events of an undisturbed night of a small farm; what lies beyond happens to few of them. */
const usualLength = 400;

export function tellStoryLine({ fleet, hosts }: Farm, random: Random): StoryLine {
  const isQuiet = random.chance(0.3);
  const moment = (): number =>
    random.between(1, random.pick([40, usualLength / 2, usualLength, usualLength * 2]));
  const perhaps = <T>(share: number, make: () => T): T | undefined =>
    !isQuiet && random.chance(share) ? make() : undefined;
  const names = [...hosts.keys()];
  const vips = [...fleet.pools.values()].flatMap((pool) => pool.vips.map(({ address }) => address));
  const aHost = (): string => names[random.between(0, names.length - 1)] ?? '';
  const aVip = (): string => vips[random.between(0, vips.length - 1)] ?? '';
  const aMischief = (): Mischief => {
    const kind = random.pick<Mischief['kind']>([
      'power',
      'power',
      'power',
      'hang',
      'hang',
      'stranger',
      'hand',
    ]);
    if (kind === 'stranger') return { kind, vip: aVip(), milliseconds: random.between(500, 5_000) };
    if (kind === 'hand') return { kind, host: aHost(), vip: aVip() };
    return { kind, host: aHost(), milliseconds: random.between(2_000, 200_000) };
  };
  return {
    verb: random.pick(['apply', 'apply', 'remove']),
    bothPools: random.chance(0.5),
    fanout: random.pick([1, 2, 4, 64]),
    repair: random.chance(0.7),
    isDry: random.chance(0.03),
    fullAt: perhaps(0.08, () => random.between(1, 60)),
    kills: Array.from({ length: isQuiet ? 0 : random.pick([0, 0, 1, 1, 2]) }, () => ({
      at: moment(),
      withPower: random.chance(0.3),
      pause: random.pick([100, 3_000, 30_000, 100_000]),
    })),
    interruptAt: perhaps(0.1, moment),
    breakLeaseAt: perhaps(0.08, moment),
    competitor: perhaps(0.3, () => ({
      // Two who begin together read the same hosts before either has changed one.
      at: random.chance(0.3) ? random.between(1, 12) : moment(),
      verb: random.pick(['apply', 'remove']),
      sharesStore: random.chance(0.5),
    })),
    mischiefs: Array.from({ length: isQuiet ? 0 : random.pick([0, 0, 1, 1, 2, 3]) }, () => ({
      at: moment(),
      what: aMischief(),
    })),
    ending: random.pick(['finish', 'finish', 'remove', 'rollback']),
  };
}
