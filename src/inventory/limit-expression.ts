import { Problem } from '../core/problem.ts';

/** A set expression as --limit takes it: `web[01-20] and not @failed`, `tag:canary or site:dc1`. */
export type LimitExpression =
  | LimitWord
  | { readonly kind: 'not'; readonly of: LimitExpression }
  | { readonly kind: 'and' | 'or'; readonly left: LimitExpression; readonly right: LimitExpression };

export interface LimitWord {
  readonly kind: 'word';
  readonly text: string;
  /** Characters before it. */
  readonly at: number;
}

/**
 * Reads words joined by `and` `&`, `or` `|` `,`, `not` `!` and parentheses; not binds before and, and before or.
 * @throws Problem 'usage', with the place that is not understood
 */
export function parseLimit(text: string): LimitExpression {
  const reading: Reading = { text, tokens: tokensOf(text), next: 0 };
  const expression = readOr(reading);
  const rest = reading.tokens[reading.next];
  if (rest === undefined) return expression;
  throw misplaced(
    text,
    rest,
    rest.kind === ')' ? 'no parenthesis is open here' : `"and" or "or" is missing before "${rest.text}"`,
  );
}

/** A problem of --limit with the expression and a caret under the place. */
export function limitProblem(text: string, at: number, message: string): Problem {
  return new Problem('usage', `--limit: ${message}\n    ${text}\n    ${' '.repeat(at)}^`);
}

interface Token {
  readonly kind: 'word' | 'and' | 'or' | 'not' | '(' | ')';
  readonly text: string;
  readonly at: number;
}

interface Reading {
  readonly text: string;
  readonly tokens: readonly Token[];
  next: number;
}

/** A comma within brackets belongs to the range. */
const token = /[()!]|&&?|\|\|?|,|(?:\[[^\]\s]*\]|[^\s()&|,!])+/g;

const signs: Readonly<Record<string, Token['kind']>> = {
  '(': '(',
  ')': ')',
  '!': 'not',
  not: 'not',
  '&': 'and',
  '&&': 'and',
  and: 'and',
  '|': 'or',
  '||': 'or',
  ',': 'or',
  or: 'or',
};

function tokensOf(text: string): readonly Token[] {
  return [...text.matchAll(token)].map((match) => ({
    kind: signs[match[0].toLowerCase()] ?? 'word',
    text: match[0],
    at: match.index,
  }));
}

function readOr(reading: Reading): LimitExpression {
  let left = readAnd(reading);
  for (let or = take(reading, 'or'); or !== undefined; or = take(reading, 'or')) {
    const not = reading.tokens[reading.next];
    if (or.text === ',' && not?.kind === 'not') {
      throw misplaced(
        reading.text,
        not,
        'this would add every other host; to leave hosts out write "and not"',
      );
    }
    left = { kind: 'or', left, right: readAnd(reading) };
  }
  return left;
}

function readAnd(reading: Reading): LimitExpression {
  let left = readNot(reading);
  while (take(reading, 'and') !== undefined) left = { kind: 'and', left, right: readNot(reading) };
  return left;
}

function readNot(reading: Reading): LimitExpression {
  if (take(reading, 'not') !== undefined) return { kind: 'not', of: readNot(reading) };
  const open = take(reading, '(');
  if (open !== undefined) {
    const inside = readOr(reading);
    if (take(reading, ')') === undefined)
      throw misplaced(reading.text, open, 'this parenthesis is not closed');
    return inside;
  }
  const word = take(reading, 'word');
  if (word !== undefined) return { kind: 'word', text: word.text, at: word.at };
  const wrong = reading.tokens[reading.next];
  throw misplaced(
    reading.text,
    wrong ?? { kind: 'word', text: '', at: reading.text.length },
    wrong === undefined ? 'a host is missing at the end' : `a host is missing before "${wrong.text}"`,
  );
}

function take(reading: Reading, kind: Token['kind']): Token | undefined {
  const found = reading.tokens[reading.next];
  if (found?.kind !== kind) return undefined;
  reading.next++;
  return found;
}

function misplaced(text: string, { at }: Token, message: string): Problem {
  return limitProblem(text, at, message);
}
