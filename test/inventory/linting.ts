import { expect } from 'vitest';
import type { Finding, LintReport } from '../../src/core/finding.ts';
import { lintInventory } from '../../src/inventory/lint-inventory.ts';

export const director = 'directors: { l4: { macs: ["02:00:5e:00:01:0a"] } }';

/** A file with one pool whose director is named already. */
export function pool(settings: string): string {
  return `version: 1\n${director}\npools: { web: { director: l4, ${settings} } }`;
}

export function lint(text: string): LintReport {
  return lintInventory('x.yaml', text);
}

export function expectOne(
  report: LintReport,
  severity: Finding['severity'],
  rule: string,
  message: RegExp,
): void {
  expect(report.findings).toMatchObject([{ severity, rule, message: expect.stringMatching(message) }]);
}
