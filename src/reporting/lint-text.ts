import { describeFinding, type Finding, type LintReport } from '../core/finding.ts';

/** What `vipfarm lint` shows: each finding with its place, the line it is about, and what to do; then the count. */
export function lintText(report: LintReport): string {
  const places = report.findings.map((finding) => `${report.file}:${finding.line}:${finding.column}`);
  const width = Math.min(longestPlace, Math.max(0, ...places.map((place) => place.length)));
  const lines = report.findings.flatMap((finding, at) => [
    `${places[at]?.padEnd(width)}  ${finding.severity.padEnd('warning'.length)}  ${describeFinding(finding)}`,
    ...excerptLines(finding),
  ]);
  return `${[...lines, countLine(report)].join('\n')}\n`;
}

/** Longer places than this do not push the text of the others away. */
const longestPlace = 40;

const widestExcerpt = 100;

/** The line of the file, and carets under the part that is meant. */
function excerptLines({ line, column, length, excerpt, excerptColumn }: Finding): readonly string[] {
  const offset = column - excerptColumn;
  const start = offset + Math.min(length, 20) <= widestExcerpt ? 0 : offset - 40;
  const shown = excerpt.slice(start, start + widestExcerpt).trimEnd();
  const lead = shown.slice(0, offset - start).replace(/[^\t]/g, ' ');
  const carets = '^'.repeat(Math.max(1, Math.min(length, shown.length - (offset - start))));
  const gutter = String(line).padStart(6);
  return [`${gutter} | ${shown}`, `${' '.repeat(gutter.length)} | ${lead}${carets}`];
}

function countLine({ findings, pools, hosts }: LintReport): string {
  const errors = findings.filter((finding) => finding.severity === 'error').length;
  const counts = [
    [errors, 'error'],
    [findings.length - errors, 'warning'],
  ] as const;
  const said = counts.filter(([count]) => count > 0).map(([count, word]) => counted(count, word));
  const what = said.length === 0 ? 'Nothing is wrong' : said.join(', ');
  return `${what} in ${counted(pools, 'pool')}, ${counted(hosts, 'host')}. Nothing was contacted.`;
}

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
