const units = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const;

/** Timers of JavaScript cannot wait for more than 24 days; nothing here has to wait for one. */
const longest = 24 * units.h;

/** Milliseconds of `90s`, `10m` or `2h`; undefined when the text is no such time or is longer than a day. */
export function parseDuration(text: string): number | undefined {
  const { number, unit } = /^(?<number>\d{1,7})(?<unit>[smh])$/.exec(text)?.groups ?? {};
  if (number === undefined || (unit !== 's' && unit !== 'm' && unit !== 'h')) return undefined;
  const milliseconds = Number(number) * units[unit];
  return milliseconds <= longest ? milliseconds : undefined;
}

/** `90s`, `5m`, `2h`: in the largest unit that it is a whole number of. */
export function durationText(milliseconds: number): string {
  const unit = (['h', 'm', 's'] as const).find((each) => milliseconds % units[each] === 0) ?? 'ms';
  return milliseconds === 0 ? '0s' : `${milliseconds / units[unit]}${unit}`;
}
