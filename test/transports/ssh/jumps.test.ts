import { writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Host } from '../../../src/inventory/fleet.ts';
import { openSshTransport } from '../../../src/transports/ssh/transport.ts';
import { describeWith } from '../../describe-with.ts';
import { hostWith } from '../host-fixture.ts';
import { type LoggingServer, publicKey, startOpenSsh } from '../servers/openssh.ts';
import { freePort } from '../servers/scratch.ts';

const { signal } = new AbortController();
const noSecrets = { resolve: () => Promise.reject(new Error('no secret is needed here')) };
const user = userInfo().username;

let first: LoggingServer;
let second: LoggingServer;
let target: LoggingServer;
let knownHosts: string;

describeWith(['sshd', 'ssh-keygen'], 'a host behind jump hosts', () => {
  beforeAll(async () => {
    [first, second, target] = await Promise.all([startOpenSsh(), startOpenSsh(), startOpenSsh()]);
    knownHosts = join(target.folder, 'all_known_hosts');
    const lines = [first, second, target].map(({ port, folder }) => {
      return `[127.0.0.1]:${port} ${publicKey(join(folder, 'host_ed25519'))}\n`;
    });
    writeFileSync(knownHosts, lines.join(''));
  });
  afterAll(async () => {
    for (const server of [first, second, target]) await server[Symbol.asyncDispose]();
  });

  function on(server: LoggingServer, settings: Partial<Host>): Host {
    return hostWith({
      port: server.port,
      user,
      identityFiles: [first, second, target].map((each) => each.identityFile),
      knownHosts: [knownHosts],
      ...settings,
    });
  }

  /** Runs `echo` on every host at the same time, with one transport that knows these jump hosts by name. */
  async function visit(
    hosts: readonly Host[],
    named: readonly Host[] = [],
  ): Promise<readonly PromiseSettledResult<string>[]> {
    await using transport = openSshTransport({
      environment: {},
      secrets: noSecrets,
      hostNamed: (name) => named.find((host) => host.name === name),
      openingAtOnce: 2,
    });
    return await Promise.allSettled(
      hosts.map(async (host) => {
        await using session = await transport.connect(host, signal);
        return (await session.run({ script: `echo ${host.name}`, asRoot: false, signal })).stdout;
      }),
    );
  }
  const fulfilled = (value: string) => ({ status: 'fulfilled', value });

  it('is reached through one connection that all share', async () => {
    const before = first.logins();
    const jump = [`${user}@127.0.0.1:${first.port}`];
    const names = ['web1', 'web2', 'web3', 'web4', 'web5', 'web6'];
    const ends = await visit(names.map((name) => on(target, { name, jump })));
    expect(ends).toEqual(names.map((name) => fulfilled(`${name}\n`)));
    expect(first.logins() - before).toBe(1);
  });

  it('is reached through a chain, by the settings that the inventory has for the jump hosts', async () => {
    const before = [first.logins(), second.logins()];
    const bastion = on(first, { name: 'bastion', identityFiles: [first.identityFile] });
    const inner = on(second, { name: 'inner', identityFiles: [second.identityFile], jump: ['bastion'] });
    const hosts = ['web1', 'web2'].map((name) => {
      return on(target, { name, jump: ['bastion', 'inner'], identityFiles: [target.identityFile] });
    });
    expect(await visit(hosts, [bastion, inner])).toEqual([fulfilled('web1\n'), fulfilled('web2\n')]);
    expect([first.logins(), second.logins()]).toEqual(before.map((count) => count + 1));
  });

  it('that is the jump host itself is reached directly', async () => {
    const bastion = on(first, { name: 'bastion', jump: ['bastion'] });
    expect(await visit([bastion], [bastion])).toEqual([fulfilled('bastion\n')]);
  });

  it('is unreachable when its jump host is, and the jump host is named with its cause', async () => {
    const jump = [`127.0.0.1:${await freePort()}`];
    const ends = await visit([on(target, { name: 'web1', jump })]);
    expect(ends).toMatchObject([
      {
        status: 'rejected',
        reason: {
          code: 'jump-failed',
          message: expect.stringContaining(`jump host ${jump[0]}`),
          cause: { code: 'tcp-refused' },
        },
      },
    ]);
  });

  it('is not reached through a jump host that shows an unknown key', async () => {
    const jump = [`127.0.0.1:${first.port}`];
    const ends = await visit([on(target, { name: 'web1', jump, knownHosts: [target.knownHosts] })]);
    expect(ends).toMatchObject([
      { reason: { code: 'jump-failed', shownKey: { name: `[127.0.0.1]:${first.port}` } } },
    ]);
  });

  it('is unreachable when nobody listens behind the jump host, and that is what is said', async () => {
    const port = await freePort();
    const host = on(target, { name: 'web1', port, jump: [`127.0.0.1:${first.port}`] });
    expect(await visit([host])).toMatchObject([{ reason: { code: 'tcp-unreachable' } }]);
  });

  it('is unreachable when the jump host forwards nothing, and the setting is named', async () => {
    await using closed = await startOpenSsh({ settings: ['AllowTcpForwarding no'] });
    const all = join(target.folder, 'with_closed');
    writeFileSync(all, `[127.0.0.1]:${closed.port} ${publicKey(join(closed.folder, 'host_ed25519'))}\n`);
    const identityFiles = [closed.identityFile];
    const host = on(target, {
      name: 'web1',
      jump: [`127.0.0.1:${closed.port}`],
      knownHosts: [all],
      identityFiles,
    });
    expect(await visit([host])).toMatchObject([
      { reason: { code: 'jump-failed', wayOut: expect.stringContaining('AllowTcpForwarding') } },
    ]);
  });
});
