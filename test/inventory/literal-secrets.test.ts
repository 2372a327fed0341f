import { describe, expect, it } from 'vitest';
import { director, expectOne, lint, pool } from './linting.ts';

describe('a literal secret', () => {
  const secret = 'hunter2';

  it.each([
    `password: ${secret}`,
    `becomePassword: "${secret}"`,
    `passphrase: '${secret}'`,
    'password: 1234567',
    `password:\n      ${secret}`,
    `password: |\n      ${secret}`,
    `becomePassword: { value: "${secret}" }`,
    `becomePassword: { env: FARM, value: "${secret}" }`,
    `password: [${secret}]`,
    `password:\n      value: ${secret}`,
    `passphrase:\n      - ${secret}\n      - also: ${secret}`,
  ])('is refused and never shown: %j', (setting) => {
    const text = `version: 1
${director}
hosts:
  web1:
    ${setting}
pools: { web: { vips: [192.0.2.100], director: l4, members: [web1] } }`;
    const report = lint(text);
    expectOne(report, 'error', 'literal-secret', /does not belong in this file/);
    expect(report.findings[0]?.wayOut).toContain('{ env: NAME }');
    expect(JSON.stringify(report)).not.toMatch(/hunter2|1234567/);
  });

  it('is not shown by findings about other things in its line, nor under a misspelled key', () => {
    const text = pool(`vips: [192.0.2.100], members: [web1], typo: 1, password: ${secret}`);
    const misspelled = pool('vips: [192.0.2.100], members: [web1]').concat(
      `\ndefaults:\n  pasword: ${secret}\n`,
    );
    expect(lint(text).findings.length).toBe(2);
    expect(JSON.stringify(lint(text))).not.toContain(secret);
    expect(lint(misspelled).findings.map((finding) => finding.wayOut)).toEqual(['did you mean "password"?']);
    expect(JSON.stringify(lint(misspelled))).not.toContain(secret);
  });

  it.each(['becomePasword: { value: hunter2 }', '"pasword":{"value":"hunter2"}', '"pasword":"hunter2"'])(
    'is not shown as part of a misspelled one: %s',
    (setting) => {
      const report = lint(pool(`vips: [192.0.2.100], members: [web1], ${setting}`));
      expectOne(report, 'error', 'unknown-key', /pas/i);
      expect(JSON.stringify(report)).not.toContain(secret);
    },
  );

  it('is not shown where an alias leads to it', () => {
    const text = pool(
      `vips: [192.0.2.100], members: [web1], user: &word ${secret}, typo: 1, password: *word`,
    );
    expect(
      lint(text)
        .findings.map(({ rule }) => rule)
        .toSorted(),
    ).toEqual(['literal-secret', 'unknown-key']);
    expect(JSON.stringify(lint(text))).not.toContain(secret);
  });

  it('is not seen in a pool that is called password', () => {
    const text = pool('vips: [192.0.2.100], members: [web1]').replace('web:', 'password: [], web:');
    expectOne(lint(text), 'error', 'wrong-value', /takes a map, not a list/);
  });

  it('is not the lack of one', () => {
    const text = pool('vips: [192.0.2.100], members: [web1], password: ');
    expectOne(lint(text), 'error', 'wrong-value', /password takes prompt, .*, not nothing/);
  });

  it.each(['{ env: FARM }', '{ file: ~/x }', '{ command: [pass, show, x] }', 'prompt'])(
    'is not what %s is',
    (value) => {
      expect(lint(pool(`vips: [192.0.2.100], members: [web1], password: ${value}`)).findings).toEqual([]);
    },
  );
});
