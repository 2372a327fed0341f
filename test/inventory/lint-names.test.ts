import { describe, expect, it } from 'vitest';
import { director, expectOne, lint, pool } from './linting.ts';

describe('lint of the names of hosts', () => {
  const withMember = (name: string) => lint(pool(`vips: [192.0.2.100], members: ["${name}"]`));

  it.each([
    'web01',
    'web01.dc1.example.com',
    'web01.dc1.',
    'web_01',
    '4711',
    '3com.example',
    'x--y',
    'bücher.example',
    '192.0.2.7',
    '10.0.0.[1-255]',
    '2001:DB8::7',
    '::ffff:192.0.2.7',
    'fe80::1%eth0',
  ])('takes %s', (name) => {
    expect(withMember(name).findings).toEqual([]);
  });

  it.each([
    'a..b',
    '.web01',
    'web01..',
    'web%1',
    '1.2.3',
    '1.2.3.999',
    '1.2.3.4.5',
    '10.0.0.08',
    '10.0.0.[250-256]',
    '2001:db8::g',
    '1::2::3',
    'web01:',
    'web01:ssh',
  ])('refuses %s', (name) => {
    expectOne(withMember(name), 'error', 'bad-address', /cannot be the name of a host$/);
    expect(withMember(name).findings[0]?.wayOut).toBeUndefined();
  });

  it.each([
    ['web01:2222', pool('vips: [192.0.2.100], members: ["web01:2222"]')],
    [
      '192.0.2.7:2222',
      `${pool('vips: [192.0.2.100], members: [a]')}\nhosts: { a: { address: "192.0.2.7:2222" } }`,
    ],
  ])('says where the port of %s is written', (name, text) => {
    expectOne(lint(text), 'error', 'bad-address', new RegExp(`"${name}"`));
    expect(lint(text).findings[0]?.wayOut).toMatch(/^write \S+, and port: 2222 among the settings/);
  });

  it.each(['gw1', 'ops@gw1:2222', '2001:db8::1', 'ops@2001:db8::1', '[2001:db8::1]:22'])(
    'takes the jump host %s',
    (hop) => {
      const text = pool(`vips: [192.0.2.100], members: [web1], jump: "${hop}"`);
      expect(lint(`${text}\nhosts: { gw1: {}, "2001:db8::1": {} }`).findings).toHaveLength(1);
    },
  );

  it.each(['gw1:ssh', 'a..b', '1.2.3.999:22', '[gw1:22]'])('refuses the jump host %s', (hop) => {
    const text = pool(`vips: [192.0.2.100], members: [web1], jump: "${hop}"`);
    expectOne(lint(text), 'error', 'bad-address', /cannot be a jump host/);
  });

  it('refuses a host that is written in two ways, once for all hosts of two places', () => {
    const text = (members: string, hosts: string) => `version: 1
${director}
pools: { web: { vips: [192.0.2.100], director: l4, members: [${members}] } }
hosts: { ${hosts} }`;
    const first = lint(text('web1, WEB1', ''));
    expectOne(first, 'error', 'host-twice', /^pool web: WEB1 is written web1 as well \(line 3\)$/);
    const both = lint(text('"web[1-9]"', '"Web[4-6]": { user: ops }')).findings;
    expect(both).toMatchObject([
      {
        line: 4,
        column: 10,
        rule: 'host-twice',
        message: expect.stringMatching(/Web\[4-6\] are written web\[4-6\]/),
      },
      { rule: 'unused-entry' },
    ]);
  });
});
