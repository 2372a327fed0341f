import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Problem } from '../../../src/core/problem.ts';
import { Secret } from '../../../src/core/secret.ts';
import type { Host } from '../../../src/inventory/fleet.ts';
import { openSshTransport } from '../../../src/transports/ssh/transport.ts';
import type { Answer, Transport } from '../../../src/transports/transport.ts';
import { describeWith, itWith } from '../../describe-with.ts';
import { hostWith } from '../host-fixture.ts';
import { startOpenSsh, type TestServer } from '../servers/openssh.ts';
import { opsPassword, rootPassword, withUsers } from '../servers/users.ts';

const becomePassword = { from: 'env', name: 'BECOME' } as const;
const { signal } = new AbortController();

let server: TestServer;

function transportWith(password: string): Transport {
  const secrets = { resolve: () => Promise.resolve(new Secret(password)) };
  return openSshTransport({ environment: {}, secrets });
}

function hostOf(settings: Partial<Host>): Host {
  return hostWith({
    port: server.port,
    user: 'ops',
    identityFiles: [server.identityFile],
    knownHosts: [server.knownHosts],
    ...settings,
  });
}

/** Runs one script as root on the server; the password is the one that the settings refer to, if they do. */
async function runAsRoot(settings: Partial<Host>, password: string, script: string): Promise<Answer> {
  await using transport = transportWith(password);
  await using session = await transport.connect(hostOf(settings), signal);
  return await session.run({ script, asRoot: true, signal });
}

/** Every way that asks for a password here, with the right one. */
const askingWays: readonly [string, Partial<Host>, string][] = [
  ['sudo', { user: 'ops', become: 'sudo', becomePassword }, opsPassword],
  ['doas', { user: 'ops', become: 'doas', becomePassword }, opsPassword],
  ['su', { user: 'guest', become: 'su', becomePassword }, rootPassword],
];

const otherWays: readonly [string, Partial<Host>, string][] = [
  ['sudo that could ask and does not', { user: 'free', become: 'sudo', becomePassword }, opsPassword],
  ['sudo without a password', { user: 'free', become: 'sudo' }, ''],
  ['doas that could ask and does not', { user: 'free', become: 'doas', becomePassword }, opsPassword],
  ['doas without a password', { user: 'free', become: 'doas' }, ''],
  ['the login itself, when that is root', { user: 'root', become: 'sudo', becomePassword }, 'unused'],
];

describeWith(['root', 'sshd', 'sudo', 'doas', 'unshare'], 'a script as root', () => {
  beforeAll(async () => {
    server = await startOpenSsh({ prepare: withUsers });
  });
  afterAll(() => server[Symbol.asyncDispose]());

  it.each([...askingWays, ...otherWays])('runs by %s', async (_name, settings, password) => {
    const answer = await runAsRoot(settings, password, 'id -u; echo to stderr >&2; exit 5');
    expect(answer).toMatchObject({ exitCode: 5, stdout: '0\n', stderr: 'to stderr\n' });
  });

  const simulatedWays: readonly [string, Partial<Host>, string][] = [
    ['dzdo that asks', { user: 'ops', become: 'dzdo', becomePassword }, opsPassword],
    ['dzdo without a password', { user: 'free', become: 'dzdo' }, ''],
    ['pfexec', { user: 'free', become: 'pfexec' }, ''],
  ];
  it.each(simulatedWays)('runs by %s (simulated by sudo)', async (_name, ...way) => {
    const answer = await runAsRoot(...way, 'id -u');
    expect(answer).toMatchObject({ exitCode: 0, stdout: '0\n', stderr: '' });
  });

  itWith(['csh'], 'runs for a user whose login shell is csh', async () => {
    const answer = await runAsRoot({ user: 'csh', becomePassword }, opsPassword, 'id -u');
    expect(answer).toMatchObject({ exitCode: 0, stdout: '0\n', stderr: '' });
  });

  itWith(['fish'], 'runs for a user whose login shell is fish', async () => {
    const answer = await runAsRoot({ user: 'fish', becomePassword }, opsPassword, 'id -u');
    expect(answer).toMatchObject({ exitCode: 0, stdout: '0\n', stderr: '' });
  });

  it.each([...askingWays, ...otherWays])('arrives whole and unchanged by %s', async (_name, ...way) => {
    const text = `${'quote\' "double" $HOME `tick` \\ back\tTab äöü € 😀 \u0001\u0003\u0004\u001a\u007f !bang\r\n'.repeat(600)}end`;
    const script = `cat <<'END-OF-TEXT'\n${text}\nEND-OF-TEXT\n`;
    const answer = await runAsRoot(...way, script);
    expect(answer.stderr).toBe('');
    expect(answer.stdout).toBe(`${text}\n`);
  });

  it.each(askingWays)('shows the password of %s in no process list', async (_name, settings, password) => {
    const script = `for file in /proc/[0-9]*/cmdline /proc/[0-9]*/environ; do tr '\\0' ' ' < "$file" 2>/dev/null; done; exit 0`;
    const answer = await runAsRoot(settings, password, script);
    expect(answer.stdout).toContain('/bin/sh');
    expect(answer.stdout).not.toContain(password);
  });

  it.each(askingWays)('is not run when %s rejects the password', async (_name, settings) => {
    await expect(runAsRoot(settings, 'wrong', 'id -u')).rejects.toMatchObject({ code: 'become-rejected' });
  });

  it.each([
    ['sudo', { user: 'ops', become: 'sudo' }],
    ['doas', { user: 'ops', become: 'doas' }],
    ['su', { user: 'guest', become: 'su' }],
  ] satisfies [string, Partial<Host>][])(
    'is not run when %s wants a password and none is given',
    async (_name, settings) => {
      await expect(runAsRoot(settings, '', 'id -u')).rejects.toMatchObject({ code: 'become-needs-password' });
    },
  );

  it('is not run when the user may not use sudo, though the password is right', async () => {
    const running = runAsRoot({ user: 'guest', becomePassword }, opsPassword, 'id -u');
    await expect(running).rejects.toMatchObject({ code: 'become-rejected' });
  });

  it.each([
    ['', {}],
    ['open sesame', { becomePassword }],
  ])(
    'is not run when sudo wants a terminal, and says how that is changed (password "%s")',
    async (password, settings) => {
      const running = runAsRoot({ user: 'tty', ...settings }, password, 'id -u');
      await expect(running).rejects.toMatchObject({
        code: 'become-rejected',
        message: expect.stringContaining('you must have a tty'),
        wayOut: expect.stringContaining('Defaults:tty !requiretty'),
      });
    },
  );

  it('is not run when the program cannot be started, and says so', async () => {
    const running = runAsRoot({ user: 'guest', become: 'pfexec' }, '', 'id -u');
    await expect(running).rejects.toMatchObject({
      code: 'become-rejected',
      message: expect.stringContaining('could not be started'),
    });
  });

  it('leaves the session usable for a script without root after a refusal', async () => {
    await using transport = transportWith('wrong');
    await using session = await transport.connect(hostOf({ becomePassword }), signal);
    const asRoot = session.run({ script: 'id -un', asRoot: true, signal });
    await expect(asRoot).rejects.toMatchObject({ code: 'become-rejected' });
    const answer = await session.run({ script: 'id -un', asRoot: false, signal });
    expect(answer.stdout).toBe('ops\n');
  });

  it('sends a wrong password to one host only, however many share it', async () => {
    await using transport = transportWith('wrong');
    const names = ['web01', 'web02', 'web03', 'web04'];
    const ends = await Promise.allSettled(
      names.map(async (name) => {
        await using session = await transport.connect(hostOf({ name, becomePassword }), signal);
        return await session.run({ script: 'id -u', asRoot: true, signal });
      }),
    );
    const codes = ends.map((end) => (end.status === 'rejected' ? end.reason.code : 'ran')).toSorted();
    expect(codes).toEqual(['become-rejected', 'login-withheld', 'login-withheld', 'login-withheld']);
  });

  describe.each([
    ['has no line for the user', ''],
    ['allows the user something else', 'ops ALL=(root) /bin/true'],
  ])('sudo on one host %s', (_name, line) => {
    let strict: TestServer;
    beforeAll(async () => {
      const prepare = `${withUsers}\nprintf 'root ALL=(ALL) ALL\\n${line}' > /etc/sudoers`;
      strict = await startOpenSsh({ prepare });
    });
    afterAll(() => strict[Symbol.asyncDispose]());

    /** How the run went on the strict host, and then on the one that lets the user through. */
    async function runOnBoth(password: string): Promise<readonly string[]> {
      await using transport = transportWith(password);
      const ends: string[] = [];
      for (const { port, identityFile, knownHosts } of [strict, server]) {
        const place = { port, identityFiles: [identityFile], knownHosts: [knownHosts] };
        await using session = await transport.connect(hostOf({ ...place, becomePassword }), signal);
        const run = session.run({ script: 'id -u', asRoot: true, signal });
        ends.push(
          await run.then(
            ({ stdout }) => stdout,
            (problem: Problem) => `${problem.code}: ${problem.wayOut}`,
          ),
        );
      }
      return ends;
    }

    it('holds a right password back from no other host', async () => {
      expect(await runOnBoth(opsPassword)).toEqual([
        'become-rejected: the password is right; allow it on this host: ops ALL=(root) /bin/sh',
        '0\n',
      ]);
    });

    it('holds a wrong password back as ever', async () => {
      expect(await runOnBoth('wrong')).toEqual([
        expect.stringContaining('become-rejected: is becomePassword right'),
        expect.stringContaining('login-withheld'),
      ]);
    });
  });
});
