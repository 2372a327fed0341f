import { describe, expect, it } from 'vitest';
import { usualDeadlines } from '../../src/core/deadline.ts';
import { Problem } from '../../src/core/problem.ts';
import type { Host } from '../../src/inventory/fleet.ts';
import { loadFleet } from '../../src/inventory/load-fleet.ts';

const pool = 'pools: { web: { vips: [192.0.2.100], members: ["web[1-3]"]';

describe('loadFleet', () => {
  it('inherits settings from defaults to group to pool to host', async () => {
    const text = `version: 1
defaults: { user: d, site: d, port: 1, become: su }
groups: { g: { hosts: [web1, web2], user: g, site: g, port: 2 } }
hosts: { web1: { user: h } }
${pool}, user: p, site: p } }`;
    expect(await settings(text, 'web1')).toMatchObject({ user: 'h', site: 'p', port: 2, become: 'su' });
    expect(await settings(text, 'web2')).toMatchObject({ user: 'p', site: 'p', port: 2 });
    expect(await settings(text, 'web3')).toMatchObject({ user: 'p', site: 'p', port: 1 });
  });

  it('lets the entry that names fewer hosts win, wherever it stands', async () => {
    const text = `version: 1\nhosts: { web2: { user: one }, "web[1-3]": { user: all } }\n${pool} } }`;
    expect((await host(text, 'web2')).user).toBe('one');
    expect((await host(text, 'web3')).user).toBe('all');
  });

  it('adds up tags and deadlines, and counts these in milliseconds', async () => {
    const text = `version: 1
defaults: { tags: [a, b], timeouts: { tcp: 1.5 } }
hosts: { web1: { tags: c, timeouts: { whole: 9 } } }
${pool}, tags: b } }`;
    const { tags, deadlines } = await host(text, 'web1');
    expect(tags).toEqual(['a', 'b', 'c']);
    expect(deadlines).toEqual({ ...usualDeadlines, tcp: 1500, whole: 9000 });
  });

  it('knows the usual values', async () => {
    const text = `version: 1\ndefaults: { user: ops }\nhosts: { web2: { transport: winrm, password: { env: X } }, web3: { user: root } }\n${pool} } }`;
    expect(await host(text, 'web1')).toMatchObject({
      port: 22,
      become: 'sudo',
      hostKeys: 'strict',
      agent: true,
    });
    expect(await host(text, 'web2')).toMatchObject({ port: 5986, become: 'none', auth: 'ntlm', https: true });
    expect(await host(text, 'web3')).toMatchObject({ port: 22, become: 'none' });
    expect(await host(text, 'web1')).toMatchObject({ address: 'web1', jump: [], identityFiles: [] });
  });

  it('takes paths from the folder of the file, and leaves ~ to whoever opens them', async () => {
    const text = `version: 1
defaults: { identityFile: [keys/a, ~/b, /c], password: { file: pw }, knownHosts: known }
${pool} } }`;
    const { identityFiles, password, knownHosts } = await host(text, 'web1', '/farm/inventory.yaml');
    expect(identityFiles).toEqual(['/farm/keys/a', '~/b', '/c']);
    expect(password).toEqual({ from: 'file', path: '/farm/pw' });
    expect(knownHosts).toEqual(['/farm/known']);
  });

  it('asks once for a secret that many hosts share, and apart for those of different places', async () => {
    const text = `version: 1
defaults: { password: prompt }
hosts: { web3: { password: prompt } }
${pool} } }`;
    const labels = await Promise.all(['web1', 'web2', 'web3'].map((name) => host(text, name)));
    const [one, two, three] = labels.map(({ password }) => JSON.stringify(password));
    expect(one).toBe(two);
    expect(three).not.toBe(one);
  });

  it('takes a chain of jump hosts as a list or as ssh -J writes it', async () => {
    const text = `version: 1
hosts: { web1: { jump: "a,b@c:2222" }, web2: { jump: [a, b] }, web3: { jump: none } }
${pool}, jump: gate } }`;
    const jumps = await Promise.all(
      ['web1', 'web2', 'web3'].map(async (name) => (await host(text, name)).jump),
    );
    expect(jumps).toEqual([['a', 'b@c:2222'], ['a', 'b'], []]);
  });

  it('writes addresses and MACs in one way', async () => {
    const text = `version: 1
directors: { a: { macs: ["02-00-5E-00-01-0A"], addresses: ["2001:DB8:0::2"] } }
pools: { web: { vips: [192.0.2.100/32, "2001:DB8:0:0::1/128"], director: a, members: [web1], services: [{ port: 53, protocol: udp }, { port: 80 }] } }`;
    const fleet = await loadFleet('x.yaml', text);
    expect(fleet.directors.get('a')).toEqual({
      name: 'a',
      macs: ['02:00:5e:00:01:0a'],
      addresses: ['2001:db8::2'],
    });
    expect(fleet.pools.get('web')).toMatchObject({
      vips: [
        { address: '192.0.2.100', family: 4 },
        { address: '2001:db8::1', family: 6 },
      ],
      services: [
        { port: 53, protocol: 'udp' },
        { port: 80, protocol: 'tcp' },
      ],
      director: { name: 'a' },
    });
  });

  it('fills in what a rollout leaves out', async () => {
    const usual = {
      batches: [1, '10%', '100%'],
      maxFail: 0,
      maxFailInBatch: undefined,
      keepInService: undefined,
      spread: 'none',
      order: 'inventory',
      pause: 0,
      deadman: 'auto',
      onFailure: 'stop',
      hooks: {},
    };
    const said = `deadman: 90s, pause: 5m, hooks: { drain: { on: host, run: [x] } }`;
    const text = `version: 1
pools:
  a: { vips: [192.0.2.1], members: [x] }
  b: { vips: [192.0.2.2], members: [x], rollout: { ${said} } }`;
    const { pools } = await loadFleet('x.yaml', text);
    expect(pools.get('a')?.rollout).toEqual(usual);
    expect(pools.get('b')?.rollout).toEqual({
      ...usual,
      deadman: 90_000,
      pause: 300_000,
      hooks: { drain: { on: 'host', run: ['x'], timeout: 30_000 } },
    });
  });

  it('expands witnesses, and settles how services are tried', async () => {
    const text = `version: 1
directors: { l4: { macs: ["02:00:5e:00:01:0a"], host: lb } }
groups: { g: { hosts: ["w[1-2]"] } }
hosts: { lb: { port: 23 } }
pools:
  a: { vips: [192.0.2.1], members: [x], witnesses: ["@g", w2, x], services: [{ port: 80, check: http, host: h }] }
  b: { vips: [192.0.2.2], members: [x], services: [{ port: 443, check: tls }, { port: 22 }] }`;
    const fleet = await loadFleet('x.yaml', text);
    expect(fleet.pools.get('a')?.witnesses).toEqual(['w1', 'w2', 'x']);
    expect(fleet.pools.get('b')?.witnesses).toBe('auto');
    expect(fleet.directors.get('l4')?.host).toBe('lb');
    expect(fleet.pools.get('a')?.services).toEqual([
      { port: 80, protocol: 'tcp', check: { kind: 'http', path: '/', host: 'h' } },
    ]);
    expect(fleet.pools.get('b')?.services).toEqual([
      { port: 443, protocol: 'tcp', check: { kind: 'tls' } },
      { port: 22, protocol: 'tcp' },
    ]);
  });

  it('knows the pools and groups of each host, and hosts that only a group or an entry names', async () => {
    const text = `version: 1
groups: { g: { hosts: ["@h", lone] }, h: { hosts: [web2] } }
hosts: { gate: { port: 23 } }
defaults: { jump: gate }
${pool} }, api: { vips: [192.0.2.101], members: ["@h", web3] } }`;
    const fleet = await loadFleet('x.yaml', text);
    expect([...fleet.hosts.keys()]).toEqual(['web1', 'web2', 'web3', 'lone', 'gate']);
    expect(fleet.hosts.get('web2')).toMatchObject({ pools: ['web', 'api'], groups: ['g', 'h'] });
    expect(fleet.groups.get('g')).toEqual(['web2', 'lone']);
    expect(fleet.pools.get('api')?.members).toEqual(['web2', 'web3']);
  });

  it('shares what is equal between hosts of one kind', async () => {
    const entries = Array.from(
      { length: 100 },
      (_, at) => `  w${at}: { address: 10.0.0.${at + 1}, port: 23 }`,
    );
    const text = `version: 1\nhosts:\n${entries.join('\n')}\npools: { web: { vips: [192.0.2.100], members: ["w[0-99]"] } }`;
    const fleet = await loadFleet('x.yaml', text);
    expect(new Set([...fleet.hosts.values()].map((each) => each.deadlines)).size).toBe(1);
    expect(new Set([...fleet.hosts.values()].map((each) => each.pools)).size).toBe(1);
  });

  it('cannot be changed afterwards', async () => {
    const one = await host(`version: 1\n${pool} } }`, 'web1');
    expect(Object.isFrozen(one)).toBe(true);
  });

  it('throws all errors of a file that is wrong, with their places', async () => {
    const thrown = await problemOf(loadFleet('x.yaml', `version: 2\n${pool} }, b: {} }`));
    expect(thrown.code).toBe('inventory-invalid');
    expect(thrown.message).toMatch(/x\.yaml has 3 errors/);
    expect(thrown.message).toMatch(/1:10 {2}version takes 1, not 2/);
  });

  it('says how to begin when there is no file', async () => {
    const thrown = await problemOf(loadFleet('test/inventory/nowhere.yaml'));
    expect(thrown.code).toBe('inventory-unreadable');
    expect(thrown.wayOut).toMatch(/vipfarm init/);
    expect((await problemOf(loadFleet('test/inventory'))).code).toBe('inventory-unreadable');
  });
});

async function host(text: string, name: string, file = 'x.yaml'): Promise<Host> {
  const found = (await loadFleet(file, text)).hosts.get(name);
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
}

const settings = host;

async function problemOf(work: Promise<unknown>): Promise<Problem> {
  const thrown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (thrown instanceof Problem) return thrown;
  throw new Error('no Problem was thrown');
}
