import type { Finding } from '../core/finding.ts';
import type { Complaint, Span } from './complaint.ts';
import { locator } from './locate.ts';
import { type Source, spanOf } from './source.ts';

/** Complaints as findings: with line and column, in the order of the file, each said once. */
export function placeComplaints(complaints: readonly Complaint[], source: Source): readonly Finding[] {
  if (complaints.length === 0) return [];
  const locate = locator(source);
  const starts = lineStarts(source.text);
  const secrets = complaints.filter(isAboutSecret).map((each) => locate({ ...each, atKey: false }));
  const shown = withoutSecrets(source.text, [...secrets, ...behindAliases(secrets, source)]);
  const findings = complaints.map((complaint): Finding => {
    const [start, end] = locate(complaint);
    const line = lineAt(start, starts);
    const lineStart = starts[line - 1] ?? 0;
    const lineEnd = (starts[line] ?? source.text.length + 1) - 1;
    const from = lineEnd - lineStart <= widest ? lineStart : Math.max(lineStart, start - widest / 2);
    const other =
      complaint.other && ` (line ${lineAt(locate({ ...complaint, path: complaint.other })[0], starts)})`;
    return {
      severity: complaint.severity,
      rule: complaint.rule,
      message: `${subjectOf(complaint)}${complaint.message}${other ?? ''}`,
      wayOut: complaint.wayOut,
      line,
      column: start - lineStart + 1,
      length: Math.max(1, source.text.slice(start, Math.min(end, lineEnd)).trimEnd().length),
      excerpt: shown.slice(from, Math.min(lineEnd, from + widest)).trimEnd(),
      excerptColumn: from - lineStart + 1,
    };
  });
  return inOrder(findings);
}

/** A file may have its ten thousand hosts on one line; an excerpt shows what is around the place. */
const widest = 160;

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** The number of the line that contains the offset, from 1. */
function lineAt(offset: number, starts: readonly number[]): number {
  let [low, high] = [0, starts.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle;
  }
  return low + 1;
}

/** `pool web: `, `hosts win[1-8]: `; what the message is about. */
function subjectOf({ path, message }: Complaint): string {
  const [section, name] = path;
  if (section === 'defaults') return 'defaults: ';
  if (message.startsWith(`${name}: `)) return `${section} `;
  if (typeof section !== 'string' || name === undefined) return '';
  return `${singular[section] ?? section} ${name}: `;
}

const singular: Readonly<Record<string, string>> = {
  pools: 'pool',
  groups: 'group',
  directors: 'director',
  schedules: 'schedule',
};

const secretWord = /pas+w|pas+ph|pwd|secret|token|credential/i;
const secretLine = new RegExp(
  `^(.*?(?:${secretWord.source})[\\w-]*["']?\\s*:[ \\t]+)(?![{*&]|prompt\\b)(.+)$`,
  'gim',
);

/** An unknown key that looks like one of a secret may be a misspelled one. */
function isAboutSecret({ rule, path }: Complaint): boolean {
  return rule === 'literal-secret' || (rule === 'unknown-key' && secretWord.test(String(path.at(-1))));
}

/** The places that the aliases among these stand for. */
function behindAliases(places: readonly Span[], { targets }: Source): readonly Span[] {
  const starts = new Set(places.map(([start]) => start));
  return [...targets].filter(([alias]) => starts.has(spanOf(alias)[0])).map(([, node]) => spanOf(node));
}

/**
 * The text with its literal secrets masked, character by character: whoever wrote one into the file shall not find it
 * in a report as well. Keys that only look like one of a secret are masked, too; they may be misspelled.
 */
function withoutSecrets(text: string, secrets: readonly Span[]): string {
  const pieces: string[] = [];
  let done = 0;
  for (const [start, end] of secrets.toSorted(([a], [b]) => a - b)) {
    if (start < done) continue;
    pieces.push(text.slice(done, start), text.slice(start, end).replace(/\S/g, '*'));
    done = end;
  }
  pieces.push(text.slice(done));
  return pieces
    .join('')
    .replace(secretLine, (_, key: string, value: string) => key + '*'.repeat(value.length));
}

function inOrder(findings: readonly Finding[]): readonly Finding[] {
  const once = new Map(findings.map((each) => [`${each.line}:${each.column}:${each.message}`, each]));
  return [...once.values()].sort((a, b) => a.line - b.line || a.column - b.column);
}
