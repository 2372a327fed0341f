import { describe, expect, it } from 'vitest';
import { director, expectOne, lint, pool } from './linting.ts';

describe('lint', () => {
  it('has nothing to say about a sound file', () => {
    const report = lint(pool('vips: [192.0.2.100], members: ["web[1-3]"]'));
    expect(report).toMatchObject({ findings: [], pools: 1, hosts: 3 });
  });

  it.each([
    ['127.0.0.1', 'vip-invalid', /loopback/],
    ['"::1"', 'vip-invalid', /loopback/],
    ['224.0.0.18', 'vip-invalid', /multicast/],
    ['"ff02::1"', 'vip-invalid', /multicast/],
    ['255.255.255.255', 'vip-invalid', /broadcast/],
    ['0.0.0.0', 'vip-invalid', /any address/],
    ['169.254.1.1', 'vip-invalid', /link-local/],
    ['"fe80::1"', 'vip-invalid', /link-local/],
    ['250.0.0.1', 'vip-invalid', /reserved/],
    ['192.0.2.0/24', 'vip-invalid', /is a network/],
    ['192.0.2.255/24', 'vip-invalid', /broadcast address of a network/],
    ['192.0.2.100/24', 'vip-invalid', /an address with \/24/],
    ['"2001:db8::1/64"', 'vip-invalid', /an address with \/64/],
    ['192.0.2.100/x', 'vip-invalid', /not a single address/],
    ['www.example.net', 'vip-invalid', /not an IP address/],
    ['192.0.2.300', 'vip-invalid', /not an IP address/],
    ['192.0.2.2', 'vip-is-own-address', /own address of director l4/],
    ['192.0.2.11', 'vip-is-own-address', /own address of web1/],
    ['192.0.2.50', 'vip-is-own-address', /own address of 192\.0\.2\.50/],
    ['192.0.2.99, 192.0.2.99/32', 'vip-twice', /named twice/],
    ['"2001:db8::5", "2001:DB8:0::5"', 'vip-twice', /2001:db8::5 is named twice/],
  ])('refuses the VIP %s', (vips, rule, message) => {
    const text = `version: 1
directors: { l4: { macs: ["02:00:5e:00:01:0a"], addresses: [192.0.2.2] } }
hosts: { web1: { address: 192.0.2.11 } }
pools: { web: { vips: [${vips}], director: l4, members: [web1, 192.0.2.50] } }`;
    expectOne(lint(text), 'error', rule, message);
  });

  it('takes a VIP that ends in 0 or 255 with a warning only: the network may be wider than /24', () => {
    expectOne(lint(pool('vips: [10.1.2.255], members: [web1]')), 'warning', 'vip-invalid', /broadcast/);
  });

  it('finds a VIP of two pools and names the line of the other', () => {
    const text = `version: 1
${director}
pools:
  a: { vips: [192.0.2.100], director: l4, members: [a1] }
  b: { vips: [192.0.2.100], director: l4, members: [b1] }`;
    expectOne(
      lint(text),
      'error',
      'vip-twice',
      /^pool b: 192\.0\.2\.100 is a VIP of pool a already \(line 4\)$/,
    );
  });

  it.each([
    ['members: ["web[1-5]", web3]', 'member-twice', /web3 is named twice/],
    ['members: ["web[1-5]", "web[4-9]"]', 'member-twice', /web\[4-5\] are named twice/],
    ['members: ["web[3-1]"]', 'bad-range', /runs backward/],
    ['members: ["web[]"]', 'bad-range', /empty/],
    ['members: ["web 1"]', 'bad-address', /cannot be the name of a host/],
    ['members: [web1], witnesses: ["@nope"]', 'unknown-reference', /there is no group "nope"/],
    ['members: ["@nope"]', 'unknown-reference', /there is no group "nope"/],
    ['members: []', 'no-members', /no members/],
    ['members: [web1], port: 70000', 'wrong-value', /port takes a port from 1 to 65535, not 70000/],
    ['members: [web1], services: [{ port: 0 }]', 'wrong-value', /services\.port takes a port/],
    ['members: [web1], services: [{}]', 'missing-key', /"port" is missing/],
    ['members: [web1], usr: x', 'unknown-key', /unknown key "usr"/],
    ['members: [web1], user: [x]', 'wrong-value', /user takes a login name, not a list/],
    ['members: [web1], become: sodo', 'wrong-value', /not "sodo"/],
    ['members: [web1], timeouts: { tpc: 1 }', 'unknown-key', /unknown key "tpc" in timeouts/],
    ['members: [web1], hostKeys: pinned', 'missing-pins', /web1 has pinned host keys/],
    ['members: [web1], pins: "MD5:aa"', 'wrong-value', /no fingerprint/],
    ['members: [web1], transport: winrm', 'winrm-setting', /no password is named/],
    ['members: [web1], transport: winrm, auth: kerberos, jump: gw1', 'winrm-setting', /no jump host/],
    ['members: [web1], transport: winrm, auth: kerberos, hostKeys: accept-new', 'winrm-setting', /unseen/],
    [
      'members: [web1], transport: winrm, auth: basic, port: 5985, password: { env: X }',
      'winrm-setting',
      /Basic over plain HTTP/,
    ],
    ['members: [web1], jump: "a b"', 'bad-address', /cannot be a jump host/],
    ['members: [web1], jump: "a@b:99999"', 'bad-address', /cannot be a jump host/],
    [
      'members: ["w[1-3]"], rollout: { deadman: soon }',
      'wrong-value',
      /rollout\.deadman takes auto, none, or/,
    ],
  ])('refuses a pool with %s', (rest, rule, message) => {
    expectOne(lint(pool(`vips: [192.0.2.100], ${rest}`)), 'error', rule, message);
  });

  it.each([
    ['"zz"', /no MAC address/],
    ['"02:00:5e:00:01"', /no MAC address/],
    ['"03:00:5e:00:01:0a"', /multicast/],
    ['"ff:ff:ff:ff:ff:ff"', /broadcast/],
    ['"00:00:00:00:00:00"', /no address of a card/],
  ])('refuses the MAC address %s', (mac, message) => {
    const text = pool('vips: [192.0.2.100], members: [web1]').replace('"02:00:5e:00:01:0a"', mac);
    expectOne(lint(text), 'error', 'bad-mac', message);
  });

  it.each([
    ['cron: "0 3 * *", audit: [web]', 'bad-schedule', /4 fields instead of five/],
    ['cron: "60 3 * * *", audit: [web]', 'bad-schedule', /"60" is no minute/],
    ['cron: "0 3 31 2 *", audit: [web]', 'bad-schedule', /never comes/],
    ['cron: "0 3 * * mon-xyz", audit: [web]', 'bad-schedule', /no day of week/],
    ['cron: "*/0 3 * * *", audit: [web]', 'bad-schedule', /step of 0/],
    ['cron: "5-1 3 * * *", audit: [web]', 'bad-schedule', /runs backward/],
    ['cron: "0 3 * * *", audit: []', 'bad-schedule', /audits no pool/],
    ['cron: "0 3 * * *", audit: [wep]', 'unknown-reference', /there is no pool "wep"/],
    ['cron: "0 3 * * *", audit: [web], timezone: Asia/Soul', 'bad-schedule', /no time zone "Asia\/Soul"/],
  ])('refuses a schedule with %s', (schedule, rule, message) => {
    const text = `${pool('vips: [192.0.2.100], members: [web1]')}\nschedules: { s: { ${schedule} } }`;
    expectOne(lint(text), 'error', rule, message);
  });

  it('refuses settings of two pools, or of two groups, that clash on a host, once for all hosts', () => {
    const clash = (ofHost: string) => `version: 1
${director}
hosts: { x: { ${ofHost} } }
pools:
  a: { vips: [192.0.2.1], director: l4, members: ["web[1-9]", x], user: one, tags: a }
  b: { vips: [192.0.2.2], director: l4, members: ["web[5-9]", x], user: two, tags: b }`;
    expectOne(
      lint(clash('user: three')),
      'error',
      'clashing-settings',
      /^pool b: user of web\[5-9\] is not the same as in pool a \(line 5\)$/,
    );
    expect(lint(clash('port: 1')).findings[0]?.message).toMatch(/web\[5-9\],x/);
  });

  it('finds no clash of groups where the pool decides', () => {
    const text = (user: string) => `version: 1
${director}
groups: { a: { hosts: [x], user: one }, b: { hosts: [x], user: two } }
pools: { p: { vips: [192.0.2.1], director: l4, members: [x]${user} } }`;
    expectOne(lint(text('')), 'error', 'clashing-settings', /^group b: user of x/);
    expect(lint(text(', user: three')).findings).toEqual([]);
  });

  it.each([
    ['groups: { failed: { hosts: [web1] } }', 'error', 'bad-name', /--limit @failed/],
    ['groups: { "a b": { hosts: [web1] } }', 'error', 'bad-name', /letters, digits/],
    [
      'groups: { a: { hosts: ["@b"] }, b: { hosts: ["@a", web1] } }',
      'error',
      'unknown-reference',
      /contains itself/,
    ],
    ['hosts: { "web[1-2]": { address: 192.0.2.7 } }', 'error', 'shared-address', /cannot lead to 2 hosts/],
    ['hosts: { web1: { address: "a b" } }', 'error', 'bad-address', /no address or name/],
    ['hosts: { wep1: { port: 23 } }', 'warning', 'unused-entry', /not a member/],
    [
      'hosts: { web1: { address: 192.0.2.7 }, web2: { address: 192.0.2.7 } }',
      'warning',
      'shared-address',
      /web1, too/,
    ],
    ['defaults: { colour: red }', 'error', 'unknown-key', /^defaults: unknown key "colour"$/],
    ['group: {}', 'error', 'unknown-key', /^unknown key "group"$/],
  ] as const)('looks at %s', (section, severity, rule, message) => {
    expectOne(
      lint(`${pool('vips: [192.0.2.100], members: [web1, web2]')}\n${section}`),
      severity,
      rule,
      message,
    );
  });

  it('warns of a pool without a director', () => {
    const text = 'version: 1\npools: { web: { vips: [192.0.2.100], members: [web1] } }';
    expectOne(lint(text), 'warning', 'no-director', /the network cannot be judged/);
  });

  it('asks whether a word close by was meant', () => {
    const hints = [
      pool('vips: [192.0.2.100], member: [web1], members: [web1]'),
      pool('vips: [192.0.2.100], members: [web1]').replace('director: l4', 'director: l5'),
      pool('vips: [192.0.2.100], members: [web1], become: sodo'),
    ].map((text) => lint(text).findings.find((finding) => finding.severity === 'error')?.wayOut);
    expect(hints).toEqual(['did you mean "members"?', 'did you mean "l4"?', 'did you mean "sudo"?']);
  });

  it('reports everything at once, form and meaning, in the order of the file', () => {
    const text = `version: 1
directors: { l4: { macs: [zz] } }
pools:
  web:
    vips: [127.0.0.1]
    director: l4
    members: ["web[2-1]"]
    port: 99999
    typo: 1
  bare: { director: l4 }
`;
    expect(lint(text).findings.map(({ line, rule }) => [line, rule])).toEqual([
      [2, 'bad-mac'],
      [5, 'vip-invalid'],
      [7, 'bad-range'],
      [8, 'wrong-value'],
      [9, 'unknown-key'],
      [10, 'missing-key'],
      [10, 'missing-key'],
    ]);
  });

  it('points at the value or key itself, behind aliases and merge keys, too', () => {
    const text = `version: 1
x-bad: &bad { port: 0 }
${director}
hosts: { web1: { <<: *bad } }
pools: { web: { vips: [192.0.2.100], director: l4, members: [web1] } }`;
    expect(lint(text).findings).toMatchObject([
      { line: 2, column: 21, length: 1, excerpt: 'x-bad: &bad { port: 0 }' },
    ]);
  });

  it.each(['', '# nothing', '[]', 'text', '12'])('says what is missing in %j', (text) => {
    expect(lint(text).findings.map((finding) => finding.severity)).toContain('error');
  });

  it('does not choke on any text', () => {
    for (const text of [
      '\0',
      '\t- x',
      '%YAML 9\n---\na',
      '{',
      'pools: {web: }',
      'pools: []\nhosts: 3\nversion: x',
      '&a [*a]',
    ]) {
      expect(lint(text).findings.length).toBeGreaterThan(0);
    }
  });
});
