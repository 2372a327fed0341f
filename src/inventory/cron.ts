/** Why a text is no cron expression of five fields; undefined when it is one. */
export function whyNoCron(text: string): string | undefined {
  const written = text.trim().split(/\s+/);
  if (text.trim() === '' || written.length !== fields.length) {
    return `"${text}" has ${text.trim() === '' ? 'no' : written.length} fields instead of five`;
  }
  for (const [at, field] of fields.entries()) {
    const reason = (written[at] ?? '')
      .split(',')
      .map((part) => whyNoPart(part, field))
      .find(Boolean);
    if (reason !== undefined) return reason;
  }
  return whyNever(written[2] ?? '', written[3] ?? '', written[4] ?? '');
}

interface Field {
  readonly title: string;
  readonly least: number;
  readonly most: number;
  readonly names: readonly string[];
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

const fields: readonly Field[] = [
  { title: 'minute', least: 0, most: 59, names: [] },
  { title: 'hour', least: 0, most: 23, names: [] },
  { title: 'day of month', least: 1, most: 31, names: [] },
  { title: 'month', least: 1, most: 12, names: months },
  { title: 'day of week', least: 0, most: 7, names: days },
];

/** A part is `*`, `5`, `1-5`, any of them with `/2`; months and days also by name. */
function whyNoPart(part: string, field: Field): string | undefined {
  const { first, last, step } = /^(?:\*|(?<first>\w+)(?:-(?<last>\w+))?)(?:\/(?<step>\d+))?$/.exec(part)
    ?.groups ?? { first: '' };
  const numbers = [first, last].filter((word) => word !== undefined).map((word) => numberOf(word, field));
  const wrong = numbers.find((number) => !(number >= field.least && number <= field.most));
  if (wrong !== undefined) return `"${part}" is no ${field.title}: it takes ${field.least} to ${field.most}`;
  const [from = 0, to = from] = numbers;
  if (from > to) return `"${part}" runs backward in ${field.title}`;
  return step !== undefined && Number(step) === 0 ? `"${part}" has a step of 0 in ${field.title}` : undefined;
}

/** NaN for what is neither a number nor a name. */
function numberOf(word: string, field: Field): number {
  if (/^\d+$/.test(word)) return Number(word);
  const at = field.names.indexOf(word.toLowerCase());
  return at === -1 ? Number.NaN : at + field.least;
}

/** The 31st of April never comes. Only the plain case is judged: one day, one month, any day of the week. */
function whyNever(day: string, month: string, weekday: string): string | undefined {
  if (weekday !== '*' || !/^\d+$/.test(day) || !/^\d+$/.test(month)) return undefined;
  const longest = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][Number(month) - 1] ?? 31;
  return Number(day) > longest ? `day ${day} of month ${month} never comes` : undefined;
}
