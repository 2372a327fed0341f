import { type Finding, type LintReport, type LintRule, lintRules } from '../core/finding.ts';

/**
 * The findings as SARIF 2.1.0, which code hosting sites show beside the lines.
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function lintSarif(report: LintReport, version: string): string {
  const used = [...new Set(report.findings.map((finding) => finding.rule))].sort();
  const run = {
    tool: { driver: { name: 'vipfarm', version, rules: used.map(describeRule) } },
    columnKind: 'utf16CodeUnits',
    results: report.findings.map((finding) => resultOf(finding, report.file, used)),
  };
  const log = { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function describeRule(rule: LintRule): object {
  return { id: rule, shortDescription: { text: lintRules[rule] } };
}

function resultOf(finding: Finding, file: string, rules: readonly LintRule[]): object {
  const { rule, severity, message, wayOut, line, column, length, excerpt } = finding;
  const region = {
    startLine: line,
    startColumn: column,
    endColumn: column + length,
    snippet: { text: excerpt },
  };
  return {
    ruleId: rule,
    ruleIndex: rules.indexOf(rule),
    level: severity,
    message: { text: wayOut === undefined ? message : `${message}; ${wayOut}` },
    locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(file) }, region } }],
  };
}

/** A relative path stays one, so that the report fits wherever the project lies. */
function uriOf(file: string): string {
  const path = file.replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/');
  return file.startsWith('/') ? `file://${path}` : path;
}
