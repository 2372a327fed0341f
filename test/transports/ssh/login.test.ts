import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, renameSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Secret, type SecretReference } from '../../../src/core/secret.ts';
import type { Host } from '../../../src/inventory/fleet.ts';
import { openSshTransport } from '../../../src/transports/ssh/transport.ts';
import { describeWith } from '../../describe-with.ts';
import { hostWith } from '../host-fixture.ts';
import { startMisbehaving } from '../servers/misbehaving.ts';
import { type LoggingServer, makeKey, startOpenSsh, stop } from '../servers/openssh.ts';
import { opsPassword, withUsers } from '../servers/users.ts';

const { signal } = new AbortController();
const reference = { from: 'env', name: 'SECRET' } as const;

/** Logs in to each host at once and gives for each how it logged in, or the code of what went wrong. */
async function logIn(
  hosts: readonly Host[],
  value = '',
  environment: Record<string, string> = {},
): Promise<{ readonly ends: readonly string[]; readonly asked: readonly SecretReference[] }> {
  const asked: SecretReference[] = [];
  const resolve = (wanted: SecretReference) => {
    asked.push(wanted);
    return Promise.resolve(new Secret(value));
  };
  await using transport = openSshTransport({ environment, secrets: { resolve } });
  const ends = await Promise.allSettled(
    hosts.map(async (host) => {
      await using session = await transport.connect(host, signal);
      return session.peer.login;
    }),
  );
  return { asked, ends: ends.map((end) => (end.status === 'fulfilled' ? end.value : end.reason.code)) };
}

describeWith(['sshd', 'ssh-keygen', 'ssh-agent', 'ssh-add'], 'a login by key', () => {
  const user = userInfo().username;
  let server: LoggingServer;
  beforeAll(async () => {
    server = await startOpenSsh();
  });
  afterAll(() => server[Symbol.asyncDispose]());

  function hostOn(settings: Partial<Host> = {}): Host {
    return hostWith({ port: server.port, user, knownHosts: [server.knownHosts], ...settings });
  }

  /** Runs an agent that holds these keys while the test uses its socket. */
  async function withAgent<T>(keys: readonly string[], use: (socket: string) => Promise<T>): Promise<T> {
    const socket = join(server.folder, `agent-${keys.length}`);
    const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(agent.stdout, 'data');
    try {
      execFileSync('ssh-add', ['-q', ...keys], { env: { ...process.env, SSH_AUTH_SOCK: socket } });
      return await use(socket);
    } finally {
      await stop(agent);
    }
  }

  it.each(['rsa', 'ecdsa'])('works with a key of type %s', async (type) => {
    const key = makeKey(server.folder, `own-${type}`, type);
    const authorized = join(server.folder, 'authorized_keys');
    execFileSync('sh', ['-c', 'cat "$1" >> "$2"', 'sh', `${key}.pub`, authorized]);
    const { ends } = await logIn([hostOn({ identityFiles: [key] })]);
    expect(ends).toEqual([`${user}, by key ${key}`]);
  });

  it('asks for the passphrase of an encrypted key once, however many hosts it is for', async () => {
    const key = join(server.folder, 'encrypted');
    copyFileSync(server.identityFile, key);
    execFileSync('ssh-keygen', ['-q', '-p', '-P', '', '-N', 'open sesame', '-f', key]);
    const host = hostOn({ identityFiles: [key], passphrase: reference });
    const { ends, asked } = await logIn(
      [host, { ...host, name: 'web02' }, { ...host, name: 'web03' }],
      'open sesame',
    );
    expect(ends).toEqual(Array.from({ length: 3 }, () => `${user}, by key ${key}`));
    expect(asked).toEqual([reference]);
    expect((await logIn([host], 'wrong')).ends).toEqual(['secret-unavailable']);
    expect((await logIn([{ ...host, passphrase: undefined }])).ends).toEqual(['secret-unavailable']);
  });

  it('uses the agent of the environment', async () => {
    await withAgent([server.identityFile], async (socket) => {
      const { ends } = await logIn([hostOn({ agent: true })], '', { SSH_AUTH_SOCK: socket });
      expect(ends).toEqual([`${user}, by agent key "id_ed25519"`]);
    });
  });

  it('uses the one key of a full agent whose public half is named', async () => {
    const others = [1, 2, 3, 4, 5, 6, 7].map((number) => makeKey(server.folder, `other${number}`, 'ed25519'));
    await withAgent([...others, server.identityFile], async (socket) => {
      const named = join(server.folder, 'only-public');
      copyFileSync(`${server.identityFile}.pub`, `${named}.pub`);
      const { ends } = await logIn([hostOn({ agent: socket, identityFiles: [named] })]);
      expect(ends).toEqual([`${user}, by agent key "id_ed25519"`]);
    });
  });

  it('stops before the server does when the agent holds many wrong keys', async () => {
    const others = [1, 2, 3, 4, 5, 6, 7, 8].map((number) =>
      makeKey(server.folder, `wrong${number}`, 'ed25519'),
    );
    await withAgent(others, async (socket) => {
      expect((await logIn([hostOn({ agent: socket })])).ends).toEqual(['login-rejected']);
    });
  });

  it('goes on without an agent that the environment names and that is gone', async () => {
    const environment = { SSH_AUTH_SOCK: join(server.folder, 'gone') };
    const { ends } = await logIn(
      [hostOn({ agent: true, identityFiles: [server.identityFile] })],
      '',
      environment,
    );
    expect(ends).toEqual([`${user}, by key ${server.identityFile}`]);
  });

  it('needs the agent that the inventory names', async () => {
    const host = hostOn({ agent: join(server.folder, 'gone'), identityFiles: [server.identityFile] });
    expect((await logIn([host])).ends).toEqual(['secret-unavailable']);
  });

  it('finds the usual key in the home folder when none is named', async () => {
    execFileSync('mkdir', ['-p', join(server.folder, 'home', '.ssh')]);
    const key = join(server.folder, 'home', '.ssh', 'id_ed25519');
    copyFileSync(server.identityFile, key);
    const { ends } = await logIn([hostOn()], '', { HOME: join(server.folder, 'home') });
    expect(ends).toEqual([`${user}, by key ~/.ssh/id_ed25519`]);
    renameSync(key, `${key}.away`);
    expect((await logIn([hostOn()], '', { HOME: join(server.folder, 'home') })).ends).toEqual([
      'login-rejected',
    ]);
  });

  it('says that a named key is not there', async () => {
    const host = hostOn({ identityFiles: [join(server.folder, 'nowhere')] });
    expect((await logIn([host])).ends).toEqual(['secret-unavailable']);
  });
});

describeWith(['root', 'sshd', 'ssh-keygen', 'unshare'], 'a login by password', () => {
  let server: LoggingServer;
  beforeAll(async () => {
    server = await startOpenSsh({ prepare: withUsers, settings: ['PasswordAuthentication yes'] });
  });
  afterAll(() => server[Symbol.asyncDispose]());

  function hostOn(name: string): Host {
    const { port, knownHosts } = server;
    return hostWith({ name, port, user: 'ops', knownHosts: [knownHosts], password: reference });
  }

  it('works where the password is right', async () => {
    const { ends } = await logIn([hostOn('web01'), hostOn('web02')], opsPassword);
    expect(ends).toEqual(['ops, by password', 'ops, by password']);
  });

  it('is tried on one host only when the password is wrong, and once there', async () => {
    const before = server.rejectedPasswords();
    const { ends } = await logIn(['web01', 'web02', 'web03'].map(hostOn), 'wrong');
    expect(ends.toSorted()).toEqual(['login-rejected', 'login-withheld', 'login-withheld']);
    expect(server.rejectedPasswords() - before).toBe(1);
  });
});

it('a server that takes no password as such is given it when it asks (keyboard-interactive)', async () => {
  const answers: string[][] = [];
  await using server = await startMisbehaving({
    onLogin: (login) => {
      if (login.method !== 'keyboard-interactive') {
        login.reject(['keyboard-interactive']);
        return;
      }
      login.prompt([{ prompt: 'Passwort: ', echo: false }], (given) => {
        answers.push(given);
        if (given[0] === 'open sesame') login.accept();
        else login.reject(['keyboard-interactive']);
      });
    },
  });
  const host = hostWith({
    port: server.port,
    user: 'ops',
    hostKeys: 'pinned',
    pins: [server.fingerprint],
    password: reference,
  });
  const right = await logIn([host], 'open sesame');
  expect(right.ends).toEqual(['ops, by password (keyboard-interactive)']);
  const wrong = await logIn([host], 'wrong');
  expect(wrong.ends).toEqual(['login-rejected']);
  expect(answers).toEqual([['open sesame'], ['wrong']]);
});
