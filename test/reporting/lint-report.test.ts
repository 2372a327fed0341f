import { describe, expect, it } from 'vitest';
import { lintInventory } from '../../src/inventory/lint-inventory.ts';
import { lintJson } from '../../src/reporting/lint-json.ts';
import { lintSarif } from '../../src/reporting/lint-sarif.ts';
import { lintText } from '../../src/reporting/lint-text.ts';

const text = `version: 1
hosts: { web01: { address: 192.0.2.11 } }
pools:
  web:
    vips: [192.0.2.100, 192.0.2.11]
    member: [web01]
    members: [web01]
`;
const report = lintInventory('inventory.yaml', text);

describe('the lint report', () => {
  it('shows place, message, way out, and the line with carets under what is meant', () => {
    expect(lintText(report)).toBe(`\
inventory.yaml:4:3   warning  pool web: no director is named, so the network cannot be judged
     4 |   web:
       |   ^^^
inventory.yaml:5:25  error    pool web: 192.0.2.11 is the own address of web01 (line 2); a VIP belongs to nobody else
     5 |     vips: [192.0.2.100, 192.0.2.11]
       |                         ^^^^^^^^^^
inventory.yaml:6:5   error    pool web: unknown key "member"; did you mean "members"?
     6 |     member: [web01]
       |     ^^^^^^
2 errors, 1 warning in 1 pool, 1 host. Nothing was contacted.
`);
  });

  it('says so when nothing is wrong', () => {
    const clean = { file: 'x.yaml', findings: [], pools: 2, hosts: 9 };
    expect(lintText(clean)).toBe('Nothing is wrong in 2 pools, 9 hosts. Nothing was contacted.\n');
  });

  it('shows of a very long line only what is around the place', () => {
    const members = Array.from({ length: 3000 }, (_, at) => `web${at}`).join(', ');
    const long = lintInventory(
      'x.yaml',
      `version: 1\npools: { web: { vips: [::1], members: [${members}, "w[2-1]"] } }`,
    );
    const lines = lintText(long).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(140);
    const caret = lines.findIndex((line) => line.endsWith('^^^^^^^^'));
    const column = lines[caret]?.indexOf('^') ?? 0;
    expect(lines[caret - 1]?.slice(column, column + 8)).toBe('"w[2-1]"');
  });

  it('carries the same facts as JSON', () => {
    expect(JSON.parse(lintJson(report))).toEqual({
      ...report,
      findings: report.findings.map(({ wayOut, ...rest }) =>
        wayOut === undefined ? rest : { ...rest, wayOut },
      ),
      errors: 2,
      warnings: 1,
    });
  });

  it('is SARIF 2.1.0 whose rules are described and whose regions lie where the findings do', () => {
    const log = JSON.parse(lintSarif(report, '1.2.3'));
    const [run] = log.runs;
    expect(log.version).toBe('2.1.0');
    expect(run.tool.driver).toMatchObject({ name: 'vipfarm', version: '1.2.3' });
    expect(run.results).toHaveLength(3);
    for (const result of run.results) {
      expect(run.tool.driver.rules[result.ruleIndex]).toMatchObject({ id: result.ruleId });
    }
    expect(run.results[1]).toMatchObject({
      ruleId: 'vip-is-own-address',
      level: 'error',
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'inventory.yaml' },
            region: { startLine: 5, startColumn: 25, endColumn: 35 },
          },
        },
      ],
    });
  });
});
