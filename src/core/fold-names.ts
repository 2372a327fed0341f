/**
 * The shortest usual text that stands for the names: `web[01-39,41].dc1,aix[01-04].dc1`. The inverse of `expandNames`:
 * what it gives expands to the same names, each once. Kinds of names come in the order in which they first appear,
 * numbers in ascending order. Takes linear time but for sorting the numbers.
 */
export function foldNames(names: Iterable<string>): string {
  const kinds = new Map<string, Entry[]>();
  for (const name of new Set(names)) {
    const parts = name.split(countable);
    const kind = parts.map((part, at) => (at % 2 === 1 ? '\0' : part)).join('');
    const entries = kinds.get(kind);
    if (entries === undefined) kinds.set(kind, [parts]);
    else entries.push(parts);
  }
  return [...kinds.values()].flatMap((entries) => foldKind(entries).map((entry) => entry.join(''))).join(',');
}

/** A number that a range can count without losing digits; longer ones (serial numbers) are text. */
const countable = /(?<!\d)(\d{1,15})(?!\d)/;

/** A name cut at its numbers: text, number, text, number, ..., text. A folded number is a bracket. */
type Entry = readonly string[];

/** Folds the last number that differs first: racks of nodes are `r[1-2]n[01-10]`. */
function foldKind(entries: readonly Entry[]): readonly Entry[] {
  let folded = entries;
  for (let at = (entries[0]?.length ?? 0) - 2; at > 0 && folded.length > 1; at -= 2) {
    folded = foldNumber(folded, at);
  }
  return folded;
}

/** Entries that are equal but for the number at `at` become one. */
function foldNumber(entries: readonly Entry[], at: number): readonly Entry[] {
  const alike = new Map<string, { readonly entry: Entry; readonly numbers: string[] }>();
  for (const entry of entries) {
    const key = entry.with(at, '#').join('\0');
    const known = alike.get(key);
    if (known === undefined) alike.set(key, { entry, numbers: [entry[at] ?? ''] });
    else known.numbers.push(entry[at] ?? '');
  }
  return [...alike.values()].map(({ entry, numbers }) => {
    return numbers.length === 1 ? entry : entry.with(at, `[${foldRanges(numbers)}]`);
  });
}

/** `01-39,41`; numbers of different padding stay apart, since 1 and 01 are different names. */
function foldRanges(numbers: readonly string[]): string {
  const padded = new Set(numbers.filter((number) => /^0\d/.test(number)).map((number) => number.length));
  const sorted = numbers
    .map((text) => ({ text, width: padded.has(text.length) ? text.length : 0, value: Number(text) }))
    .sort((a, b) => a.width - b.width || a.value - b.value);
  const runs: { first: string; last: string }[] = [];
  let next: { width: number; value: number } | undefined;
  for (const { text, width, value } of sorted) {
    const run = runs.at(-1);
    if (run !== undefined && next?.width === width && next.value === value) run.last = text;
    else runs.push({ first: text, last: text });
    next = { width, value: value + 1 };
  }
  return runs.map(({ first, last }) => (first === last ? first : `${first}-${last}`)).join(',');
}
