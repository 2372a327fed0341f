import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { usualDeadlines } from '../../src/core/deadline.ts';
import type { Hook } from '../../src/core/rollout.ts';
import { Secret } from '../../src/core/secret.ts';
import { fillIn, type HookPlace, runHook } from '../../src/execution/run-hook.ts';
import type { Host } from '../../src/inventory/fleet.ts';
import { openSshTransport } from '../../src/transports/ssh/transport.ts';
import type { Session } from '../../src/transports/transport.ts';
import { describeWith } from '../describe-with.ts';
import { hostWith } from '../transports/host-fixture.ts';
import { startOpenSsh, type TestServer } from '../transports/servers/openssh.ts';
import { opsPassword, rootPassword, withUsers } from '../transports/servers/users.ts';
import { childIn, isAlive } from './processes.ts';

const place: HookPlace = {
  pool: {
    name: 'web',
    vips: [
      { address: '192.0.2.100', family: 4 },
      { address: '2001:db8::100', family: 6 },
    ],
    services: [
      { port: 80, protocol: 'tcp' },
      { port: 443, protocol: 'tcp' },
    ],
    director: undefined,
  },
  run: 'run-1',
  batch: 2,
  host: hostWith({ name: 'web01', address: '198.51.100.11' }),
};

const noDirector = { connectDirector: () => Promise.reject(new Error('there is no director')) };

function onController(run: readonly string[], timeout = 10_000): Hook {
  return { on: 'controller', run, timeout };
}

describe('the arguments of a hook', () => {
  it('are filled in within an argument, and nothing else is touched', () => {
    expect(fillIn(['drain', '--server={host}/{address}', '{run}:{batch}', '$HOME', '{{}}'], place)).toEqual([
      ['drain', '--server=web01/198.51.100.11', 'run-1:2', '$HOME', '{{}}'],
    ]);
  });

  it('that name a VIP and a port give a command for each of them', () => {
    expect(fillIn(['x', '{vip}', '{port}'], place)).toEqual([
      ['x', '192.0.2.100', '80'],
      ['x', '192.0.2.100', '443'],
      ['x', '2001:db8::100', '80'],
      ['x', '2001:db8::100', '443'],
    ]);
  });
});

describe('a hook on the controller', () => {
  it('runs without a shell, and its output is kept', async () => {
    const answer = await runHook(onController(['printf', '%s\\n', '$(id)', '{host}']), place, noDirector);
    expect(answer).toMatchObject({ ok: true, detail: '' });
    expect(answer.output).toContain('$(id)\nweb01\n');
  });

  it('that fails says how, and its last line', async () => {
    const failing = onController(['sh', '-c', 'echo one; echo two >&2; exit 3']);
    expect(await runHook(failing, place, noDirector)).toMatchObject({
      ok: false,
      detail: expect.stringMatching(/ended with 3: two$/),
    });
  });

  it('that does not end is ended with all that it started', async () => {
    const sleeping = onController(['sh', '-c', 'sleep 987 & echo $!; wait'], 300);
    const answer = await runHook(sleeping, place, noDirector);
    expect(answer).toMatchObject({ ok: false, detail: expect.stringContaining('not ended within 0.3 s') });
    await expect.poll(() => isAlive(childIn(answer.output))).toBe(false);
  });

  it('that leaves something running which holds its output has ended when it exits', async () => {
    const leaving = onController(['sh', '-c', 'sleep 987 & echo $!; exit 3'], 300_000);
    const answer = await runHook(leaving, place, noDirector);
    const left = childIn(answer.output);
    expect(isAlive(left)).toBe(true);
    process.kill(left);
    expect(answer).toMatchObject({ ok: false, detail: expect.stringContaining(`ended with 3: ${left}`) });
  });

  it('that does not end is waited for no longer, whoever else holds its output', async () => {
    const holding = onController(['sh', '-c', 'setsid sleep 987 & echo $!; wait'], 300);
    const answer = await runHook(holding, place, noDirector);
    process.kill(childIn(answer.output));
    expect(answer).toMatchObject({ ok: false, detail: expect.stringContaining('not ended within 0.3 s') });
  });

  it('that cannot be started is an answer, not an exception', async () => {
    const answer = await runHook(onController(['/no/such/program']), place, noDirector);
    expect(answer).toMatchObject({ ok: false, detail: expect.stringContaining('cannot be started') });
  });
});

it('a hook on the host goes through its session, as one quoted command', async () => {
  const sent: string[] = [];
  const session: Session = {
    host: 'web01',
    language: 'shell',
    isOpen: true,
    peer: { address: undefined, software: '', hostKey: '', login: '' },
    run({ script }) {
      sent.push(script);
      return Promise.resolve({ exitCode: 0, stdout: 'done\n', stderr: '', dropped: 0, milliseconds: 1 });
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
  const hook: Hook = { on: 'host', run: ['systemctl', 'stop', "it's {host}"], timeout: 1_000 };
  expect(await runHook(hook, { ...place, session }, noDirector)).toMatchObject({ ok: true });
  expect(sent).toEqual([expect.stringContaining(" systemctl stop 'it'\\''s web01' ")]);
});

describeWith(['root', 'sshd', 'sudo', 'doas', 'unshare'], 'a hook on a host', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startOpenSsh({ prepare: withUsers });
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const becomePassword = { from: 'env', name: 'BECOME' } as const;
  const ways: readonly (readonly [string, Partial<Host>, string])[] = [
    ['root', { user: 'root' }, ''],
    ['sudo', { user: 'ops', become: 'sudo', becomePassword }, opsPassword],
    ['su, on a terminal', { user: 'guest', become: 'su', becomePassword }, rootPassword],
  ];

  async function runOn(settings: Partial<Host>, password: string, hook: Hook) {
    const { port, identityFile, knownHosts } = server;
    const host = hostWith({ port, identityFiles: [identityFile], knownHosts: [knownHosts], ...settings });
    const secrets = { resolve: () => Promise.resolve(new Secret(password)) };
    await using transport = openSshTransport({ environment: {}, secrets });
    await using session = await transport.connect(host, new AbortController().signal);
    return await runHook(hook, { ...place, session }, noDirector);
  }

  it.each(ways)(
    'may be silent for as long as its own limit says, as %s',
    async (_way, settings, password) => {
      const deadlines = { ...usualDeadlines, firstByte: 50, idle: 50, whole: 50 };
      const hook: Hook = { on: 'host', run: ['sh', '-c', 'sleep 1; id -u; exit 3'], timeout: 60_000 };
      expect(await runOn({ ...settings, deadlines }, password, hook)).toMatchObject({
        detail: expect.stringMatching(/ended with 3: 0$/),
      });
    },
  );

  it.each(ways)('is ended with all that it started at its limit, as %s', async (_way, settings, password) => {
    const noted = join(server.folder, 'child');
    const run = ['sh', '-c', `sleep 987 & echo $! >${noted}; wait`];
    const answer = await runOn(settings, password, { on: 'host', run, timeout: 2_000 });
    expect(answer).toMatchObject({ ok: false, detail: expect.stringMatching(/: not ended within 2 s$/) });
    await expect.poll(() => isAlive(childIn(readFileSync(noted, 'utf8')))).toBe(false);
  });
});
