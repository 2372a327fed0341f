import { describe, expect, it } from 'vitest';
import { expectOne, lint, pool } from './linting.ts';

describe('lint of values of the wrong type', () => {
  it('goes on behind an item of the wrong type, in every kind of list', () => {
    const text = `version: 1
directors: { l4: { macs: [1, 2, zz], addresses: [1, 2, zz] } }
groups: { g: { hosts: [1, 2, "@nope"] } }
pools:
  web:
    vips: [1, 2, 192.0.2.1, 192.0.2.1]
    director: l4
    members: [1, 2, web03, web03]
    services: [x, {}, { port: 80, path: /health }]
    rollout: { batches: [x, y, z, 100%], maxFail: 0 }
schedules: { s: { cron: "0 3 * * *", audit: [1, 2, wep] } }
hosts: { web03: { user: ops } }
`;
    expect(lint(text).findings.map(({ line, column, rule }) => `${line}:${column} ${rule}`)).toEqual([
      '2:27 wrong-value',
      '2:30 wrong-value',
      '2:33 bad-mac',
      '2:50 wrong-value',
      '2:53 wrong-value',
      '2:56 bad-address',
      '3:24 wrong-value',
      '3:27 wrong-value',
      '3:30 unknown-reference',
      '6:12 wrong-value',
      '6:15 wrong-value',
      '6:29 vip-twice',
      '8:15 wrong-value',
      '8:18 wrong-value',
      '8:28 member-twice',
      '9:16 wrong-value',
      '9:19 missing-key',
      '9:41 check-senseless',
      '10:26 wrong-value',
      '10:29 wrong-value',
      '10:32 wrong-value',
      '11:46 wrong-value',
      '11:49 wrong-value',
      '11:52 unknown-reference',
    ]);
  });

  it.each([
    ['members: [1]', 'takes a host name'],
    ['members: [1, 2]', 'takes a host name'],
    ['members: [{ a: b }, [c]]', 'takes a host name'],
  ])('has nothing else to say about a pool whose list has no good item: %s', (members, message) => {
    const messages = lint(pool(`vips: [192.0.2.100], ${members}`)).findings.map((each) => each.message);
    expect(messages.filter((each) => !each.includes(message))).toEqual([]);
  });

  it.each([
    ['"1"', 'write it without quotes'],
    ['2', undefined],
  ])('says of the version %s what to do, if anything', (version, wayOut) => {
    const text = pool('vips: [192.0.2.100], members: [web1]').replace('version: 1', `version: ${version}`);
    expectOne(lint(text), 'error', 'wrong-value', /^version takes 1, not "?\d/);
    expect(lint(text).findings[0]?.wayOut).toBe(wayOut);
  });
});
