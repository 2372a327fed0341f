import type { LintReport } from '../core/finding.ts';

/** The findings as JSON: the same facts as the text, with the same names. */
export function lintJson(report: LintReport): string {
  const errors = report.findings.filter((finding) => finding.severity === 'error').length;
  const warnings = report.findings.length - errors;
  return `${JSON.stringify({ ...report, errors, warnings }, undefined, 2)}\n`;
}
