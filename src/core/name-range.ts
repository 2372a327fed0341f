import { Problem } from './problem.ts';

/** More names than any farm has: a slip such as `web[1-99999999]` is refused instead of filling the memory. */
const mostNames = 1_000_000;

/**
 * The names that a text with ranges stands for, as ClusterShell writes them: `web[01-40].dc1` (padding kept),
 * `[1-9/2]` (steps), `[1,3,5-7]` (lists), `r[1-2]n[01-10]` (several dimensions), `web1,db[1-2]` (several texts).
 * In the order written; what is written twice comes twice.
 * @throws Problem 'usage' for what is empty, backward or malformed
 */
export function expandNames(text: string): readonly string[] {
  if (!/[[\],]/.test(text) && text !== '') return [text];
  return splitAtCommas(text).flatMap((part) => expandOne(part, text));
}

/** Splits at the commas outside brackets. */
function splitAtCommas(text: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '[') depth++;
    if (text[at] === ']') depth--;
    if (depth > 1 || depth < 0) throw malformed(text, 'its brackets do not match');
    if (text[at] === ',' && depth === 0) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  if (depth !== 0) throw malformed(text, 'a bracket is not closed');
  parts.push(text.slice(start));
  return parts;
}

function expandOne(part: string, text: string): readonly string[] {
  if (part === '') throw malformed(text, 'a name is empty');
  const pieces = part
    .split(/(\[[^\]]*\])/)
    .map((piece) => (piece.startsWith('[') ? expandBracket(piece, text) : [piece]));
  if (pieces.reduce((product, piece) => product * piece.length, 1) > mostNames) {
    throw malformed(text, `it stands for more than ${mostNames} names`);
  }
  return pieces.reduce((names, piece) => names.flatMap((name) => piece.map((ending) => name + ending)), ['']);
}

function expandBracket(bracket: string, text: string): readonly string[] {
  return bracket
    .slice(1, -1)
    .split(',')
    .flatMap((item) => expandItem(item, bracket, text));
}

const rangeItem = /^(?<first>\d{1,15})(?:-(?<last>\d{1,15})(?:\/(?<step>\d{1,15}))?)?$/;

function expandItem(item: string, bracket: string, text: string): readonly string[] {
  const { first, last = first, step = '1' } = rangeItem.exec(item)?.groups ?? {};
  if (first === undefined || last === undefined) {
    throw malformed(
      text,
      item === '' ? `the range ${bracket} is empty` : `${item} in ${bracket} is no number or range`,
    );
  }
  if (last.startsWith('0') && last.length > 1 && last.length !== first.length) {
    throw malformed(text, `${first} and ${last} in ${bracket} are not padded alike`);
  }
  const [from, to, by] = [Number(first), Number(last), Number(step)];
  if (from > to) {
    throw malformed(text, `the range ${item} runs backward`, `write ${last}-${first}`);
  }
  if (by === 0) throw malformed(text, `the step of ${item} is 0`);
  if ((to - from) / by >= mostNames) throw malformed(text, `it stands for more than ${mostNames} names`);
  const width = first.startsWith('0') ? first.length : 0;
  const numbers: string[] = [];
  for (let number = from; number <= to; number += by) numbers.push(String(number).padStart(width, '0'));
  return numbers;
}

function malformed(
  text: string,
  reason: string,
  wayOut = 'ranges are written web[01-40], web[1-9/2] or web[1,3,5-7]',
): Problem {
  return new Problem('usage', `${text === '' ? '(nothing)' : text}: ${reason}`, { wayOut });
}
