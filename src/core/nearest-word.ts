/** The word that was probably meant: the one with the fewest letters changed, if those are few; or undefined. */
export function nearestOf(word: string, words: Iterable<string>): string | undefined {
  let nearest: string | undefined;
  let fewest = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of words) {
    const cutShort = word.length > 2 && candidate.toLowerCase().startsWith(word.toLowerCase());
    const changes = cutShort ? 1 : lettersChanged(word.toLowerCase(), candidate.toLowerCase(), fewest);
    if (changes < fewest) [nearest, fewest] = [candidate, changes];
  }
  return nearest;
}

/** `did you mean "members"?`, or undefined when nothing is near. */
export function didYouMean(word: string, words: Iterable<string>): string | undefined {
  const nearest = nearestOf(word, words);
  return nearest === undefined ? undefined : `did you mean "${nearest}"?`;
}

/** Letters inserted, removed, replaced or swapped with their neighbour; `limit` when there are at least so many. */
function lettersChanged(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let before: readonly number[] = [];
  let row: readonly number[] = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = cell(row, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? cell(before, j - 2) + 1 : limit;
      next.push(Math.min(replaced, swapped, cell(row, j) + 1, cell(next, j - 1) + 1));
    }
    [before, row] = [row, next];
  }
  return cell(row, b.length);
}

function cell(row: readonly number[], at: number): number {
  return row[at] ?? Number.POSITIVE_INFINITY;
}
