import { describe, expect, it } from 'vitest';
import { director, expectOne, lint, pool } from './linting.ts';

describe('lint of rollouts, hooks, witnesses and checks', () => {
  it.each([
    ['members: [web1], rollout: { batches: [] }', 'rollout-senseless', /no batches/],
    ['members: ["w[1-9]"], rollout: { batches: [0, 1] }', 'rollout-senseless', /changes nobody/],
    ['members: ["w[1-9]"], rollout: { batches: [5, 20%] }', 'rollout-senseless', /follows a larger one/],
    ['members: ["w[1-9]"], rollout: { batches: [150%] }', 'rollout-senseless', /more than all/],
    ['members: ["w[1-9]"], rollout: { maxFail: 101% }', 'rollout-senseless', /more than all/],
    ['members: ["w[1-9]"], rollout: { keepInService: 0% }', 'rollout-senseless', /all members/],
    ['members: ["w[1-9]"], rollout: { keepInService: 9 }', 'rollout-senseless', /nobody/],
    ['members: ["w[1-3]"], rollout: { keepInService: 80% }', 'rollout-senseless', /80% \(3\) of 3 members/],
    ['members: ["w[1-3]"], rollout: { deadman: 0s }', 'wrong-value', /rollout\.deadman takes auto, none, or/],
    ['members: ["w[1-3]"], rollout: { pause: 25h }', 'wrong-value', /at most 24h, not "25h"/],
    ['members: ["w[1-3]"], rollout: { pause: 5 }', 'wrong-value', /rollout\.pause takes a time/],
    ['members: ["w[1-3]"], rollout: { order: random }', 'wrong-value', /one of inventory, reverse, name/],
    ['members: ["w[1-3]"], rollout: { maxFailInBatch: 101% }', 'rollout-senseless', /more than all/],
    ['members: [web1], witnesses: [stranger]', 'unknown-reference', /there is no host "stranger"/],
    ['members: [web1], witnesses: []', 'wrong-value', /it lists no witness/],
    ['members: [web1], services: [{ port: 80, path: /x }]', 'check-senseless', /path is only used by/],
    ['members: [web1], services: [{ port: 80, check: tls, host: x }]', 'check-senseless', /host is only/],
    ['members: [web1], services: [{ port: 53, protocol: udp, check: tcp }]', 'check-senseless', /over udp/],
    ['members: [web1], services: [{ port: 80, check: http, path: x }]', 'wrong-value', /a path such as/],
    ['members: [web1], services: [{ port: 80, check: http, host: "a b" }]', 'wrong-value', /a host name/],
  ])('refuses a pool with %s', (rest, rule, message) => {
    expectOne(lint(pool(`vips: [192.0.2.100], ${rest}`)), 'error', rule, message);
  });

  it.each([
    ['drain: { on: controller, run: [x, "{hots}"] }', 'hook-senseless', /nothing is known that {hots}/],
    ['drain: { on: controller, run: [x, "a{}b"] }', 'hook-senseless', /nothing is known that {} stands/],
    ['drain: { on: controller, run: ["{port}"] }', 'hook-senseless', /no services, so {port}/],
    ['drain: { on: director, run: [x] }', 'hook-senseless', /director l4 has no host/],
    ['beforeBatch: { on: host, run: [x] }', 'hook-senseless', /no one host that it could run on/],
    ['afterBatch: { on: controller, run: ["{host}"] }', 'hook-senseless', /{host} stands for no one host/],
    ['drain: { on: controller, run: [] }', 'wrong-value', /a program and its arguments/],
    ['drain: { on: controller }', 'missing-key', /"run" is missing/],
    ['drain: { on: here, run: [x] }', 'wrong-value', /one of controller, director, host/],
    ['drain: { on: host, run: [x], timeout: 0s }', 'wrong-value', /a time such as/],
    ['drian: { on: host, run: [x] }', 'unknown-key', /unknown key "drian"/],
  ])('refuses the hook %s', (hook, rule, message) => {
    const text = pool(`vips: [192.0.2.100], members: [web1], rollout: { hooks: { ${hook} } }`);
    expectOne(lint(text), 'error', rule, message);
  });

  it('takes braces of JSON and of awk in a hook for what they are', () => {
    const run = `[curl, --data, '{"state": "drain", "of": ["{host}"]}', awk, '{ exit }']`;
    const hooks = `hooks: { drain: { on: controller, run: ${run} } }`;
    expect(lint(pool(`vips: [192.0.2.100], members: [web1], rollout: { ${hooks} }`)).findings).toEqual([]);
  });

  it('asks which word a hook means', () => {
    const hook = '{ on: controller, run: [x, "{hots}"] }';
    const text = pool(`vips: [192.0.2.100], members: [web1], rollout: { hooks: { drain: ${hook} } }`);
    expect(lint(text).findings[0]?.wayOut).toBe('did you mean "{host}"?');
  });

  it('knows that witnesses and the host of a director are used, and that they must be hosts', () => {
    const text = (host: string) => `version: 1
directors: { l4: { macs: ["02:00:5e:00:01:0a"], host: ${host} } }
hosts: { lb1: { port: 23 }, watch1: { port: 23 } }
pools: { web: { vips: [192.0.2.100], director: l4, members: [web1], witnesses: [watch1] } }`;
    expect(lint(text('lb1')).findings).toEqual([]);
    expect(lint(text('lb2')).findings).toMatchObject([
      { rule: 'unknown-reference', wayOut: 'did you mean "lb1"?' },
      { rule: 'unused-entry' },
    ]);
  });

  it('warns of a spread over one site', () => {
    const text = (hosts: string) => `version: 1
${director}
hosts: { ${hosts} }
pools: { web: { vips: [192.0.2.100], director: l4, members: [a, b], rollout: { spread: site } } }`;
    expectOne(lint(text('')), 'warning', 'rollout-senseless', /at no named site, so nothing is spread/);
    expectOne(lint(text('a: { site: x }, b: { site: x }')), 'warning', 'rollout-senseless', /at site x,/);
    expect(lint(text('a: { site: x }')).findings).toEqual([]);
  });
});
