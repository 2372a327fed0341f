import { parseDuration } from '../../core/duration.ts';
import { type HostCount, isHostCount, isNobody } from '../../core/host-count.ts';
import { didYouMean } from '../../core/nearest-word.ts';
import { Problem } from '../../core/problem.ts';
import type { Rollout, RolloutOverrides } from '../../core/rollout.ts';

/** The options of the command line that say something else than the inventory's `rollout`. */
export type OverrideOption =
  | 'batches'
  | 'max-fail'
  | 'keep-in-service'
  | 'pause'
  | 'deadman'
  | 'on-failure'
  | 'spread'
  | 'order';

/**
 * What the options say; those that are absent leave the inventory as it is.
 * @throws Problem 'usage' that names the option
 */
export function parseOverrides(given: (option: OverrideOption) => string | undefined): RolloutOverrides {
  const take = <T>(option: OverrideOption, parse: (text: string, option: OverrideOption) => T) => {
    const text = given(option);
    return text === undefined ? undefined : parse(text.trim(), option);
  };
  const said: { readonly [Key in keyof RolloutOverrides]: RolloutOverrides[Key] | undefined } = {
    batches: take('batches', parseBatches),
    maxFail: take('max-fail', parseCount),
    keepInService: take('keep-in-service', parseCount),
    pause: take('pause', parseTime),
    deadman: take('deadman', parseDeadman),
    onFailure: take('on-failure', oneOf<Rollout['onFailure']>(['stop', 'rollback-batch', 'rollback-run'])),
    spread: take('spread', oneOf<Rollout['spread']>(['site', 'none'])),
    order: take('order', oneOf<Rollout['order']>(['inventory', 'reverse', 'name'])),
  };
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
}

function parseBatches(text: string, option: OverrideOption): readonly HostCount[] {
  return text.split(',').map((word) => {
    const count = parseCount(word.trim(), option);
    if (!isNobody(count)) return count;
    throw wrong(option, text, 'batches of at least one host', `a batch of ${word.trim()} changes nobody`);
  });
}

function parseCount(text: string, option: OverrideOption): HostCount {
  const count = /^\d{1,9}$/.test(text) ? Number(text) : text;
  if (isHostCount(count)) return count;
  const wanted = 'a number of hosts or a share of at most 100% such as 10%';
  throw wrong(option, text, option === 'batches' ? `${wanted}, or several such as 1,10%,100%` : wanted);
}

function parseTime(text: string, option: OverrideOption): number {
  const milliseconds = parseDuration(text);
  if (milliseconds !== undefined) return milliseconds;
  throw wrong(option, text, 'a time such as 90s, 10m or 2h, at most 24h');
}

function parseDeadman(text: string, option: OverrideOption): Rollout['deadman'] {
  if (text === 'auto' || text === 'none') return text;
  const milliseconds = parseDuration(text);
  if (milliseconds !== undefined && milliseconds > 0) return milliseconds;
  throw wrong(option, text, 'auto, none, or a time such as 60s or 5m');
}

function oneOf<Word extends string>(words: readonly Word[]): (text: string, option: OverrideOption) => Word {
  return (text, option) => {
    const word = words.find((each) => each === text);
    if (word !== undefined) return word;
    throw wrong(option, text, words.join(' or '), didYouMean(text, words));
  };
}

function wrong(option: OverrideOption, text: string, wanted: string, wayOut?: string): Problem {
  const message = `--${option} takes ${wanted}, not "${text}"`;
  return new Problem('usage', message, wayOut === undefined ? {} : { wayOut });
}
