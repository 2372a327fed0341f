import { readFileSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { usualDeadlines } from '../../src/core/deadline.ts';
import type { Host } from '../../src/inventory/fleet.ts';
import { openSshTransport } from '../../src/transports/ssh/transport.ts';
import type { Session } from '../../src/transports/transport.ts';
import { describeWith } from '../describe-with.ts';
import { hostWith } from '../transports/host-fixture.ts';
import { makeKey, publicKey, type TestServer } from '../transports/servers/openssh.ts';

const { signal } = new AbortController();
const noSecrets = { resolve: () => Promise.reject(new Error('no secret is needed here')) };

/** What any server of the kind must give through a transport. */
export function transportContract(
  name: string,
  needs: readonly string[],
  start: () => Promise<TestServer>,
): void {
  describeWith(needs, `a session on ${name}`, () => {
    let server: TestServer;
    beforeAll(async () => {
      server = await start();
    });
    afterAll(() => server[Symbol.asyncDispose]());

    function hostOn(settings: Partial<Host> = {}): Host {
      return hostWith({
        port: server.port,
        user: userInfo().username,
        identityFiles: [server.identityFile],
        knownHosts: [server.knownHosts],
        ...settings,
      });
    }
    async function withSession<T>(use: (session: Session) => Promise<T>, settings: Partial<Host> = {}) {
      await using transport = openSshTransport({ environment: {}, secrets: noSecrets });
      await using session = await transport.connect(hostOn(settings), signal);
      return await use(session);
    }
    const runOn = (session: Session, script: string) => session.run({ script, asRoot: false, signal });

    it('gives output, errors and exit code apart', async () => {
      const answer = await withSession((session) => runOn(session, 'echo out; echo err >&2; exit 3'));
      expect(answer).toMatchObject({ exitCode: 3, stdout: 'out\n', stderr: 'err\n', dropped: 0 });
    });

    it('says who the server is and how the login succeeded', async () => {
      const peer = await withSession((session) => Promise.resolve(session.peer));
      expect(peer.address).toBe('127.0.0.1');
      expect(peer.software).toMatch(/^SSH-2\.0-/);
      expect(peer.hostKey).toMatch(/^ED25519 SHA256:[A-Za-z0-9+/]{43}$/);
      expect(peer.login).toBe(`${userInfo().username}, by key ${server.identityFile}`);
    });

    it('carries a script of many kilobytes unchanged', async () => {
      const text = `${'quote\' "double" $HOME `tick` \\ back\tTab äöü 😀 \u0001\u0004\u007f\r\n'.repeat(4000)}end`;
      const script = `cat <<'END-OF-TEXT'\n${text}\nEND-OF-TEXT\n`;
      const answer = await withSession((session) => runOn(session, script));
      expect(answer.stdout).toBe(`${text}\n`);
    });

    it('runs several scripts on one connection, one after the other and at once', async () => {
      const answers = await withSession(async (session) => {
        const first = await runOn(session, 'echo 1');
        const rest = await Promise.all([2, 3, 4].map((number) => runOn(session, `echo ${number}`)));
        return [first, ...rest].map((answer) => answer.stdout);
      });
      expect(answers).toEqual(['1\n', '2\n', '3\n', '4\n']);
    });

    it('has no exit code for a script that was killed', async () => {
      const answer = await withSession((session) => runOn(session, 'echo going; kill -9 $$'));
      expect(answer).toMatchObject({ exitCode: undefined, stdout: 'going\n' });
    });

    it('keeps output up to the limit and counts the rest', async () => {
      const script = 'head -c 3000000 /dev/zero | tr "\\0" o; head -c 2500000 /dev/zero | tr "\\0" e >&2';
      const answer = await withSession((session) =>
        session.run({ script, asRoot: false, signal, outputLimit: 100 }),
      );
      expect(answer).toMatchObject({ exitCode: 0, stdout: 'o'.repeat(100), stderr: 'e'.repeat(100) });
      expect(answer.dropped).toBe(5_500_000 - 200);
    });

    it('gives a script up at its deadline and goes on with the next one', async () => {
      const next = await withSession(
        async (session) => {
          await expect(runOn(session, 'exec sleep 60 >/dev/null 2>&1')).rejects.toMatchObject({
            code: 'deadline-passed',
          });
          return await session.run({ script: 'echo next', asRoot: false, signal });
        },
        { deadlines: { ...usualDeadlines, firstByte: 3000 } },
      );
      expect(next.stdout).toBe('next\n');
    });

    it('stops waiting when the operator interrupts', async () => {
      const interruption = new AbortController();
      await withSession(async (session) => {
        const running = session.run({ script: 'sleep 60', asRoot: false, signal: interruption.signal });
        interruption.abort();
        await expect(running).rejects.toMatchObject({ code: 'interrupted' });
      });
    });

    it('refuses scripts when it is closed', async () => {
      await using transport = openSshTransport({ environment: {}, secrets: noSecrets });
      const session = await transport.connect(hostOn(), signal);
      await session[Symbol.asyncDispose]();
      await expect(runOn(session, 'true')).rejects.toMatchObject({ code: 'connection-lost' });
    });

    it('is not opened with a key that the server does not take', async () => {
      const stranger = makeKey(server.folder, 'stranger', 'ed25519');
      const opening = withSession(() => Promise.resolve(), { identityFiles: [stranger] });
      await expect(opening).rejects.toMatchObject({
        code: 'login-rejected',
        message: expect.stringContaining(stranger),
      });
    });

    it('is not opened when the host key is not known, and says which key was shown', async () => {
      const empty = join(server.folder, 'empty');
      writeFileSync(empty, '');
      const opening = withSession(() => Promise.resolve(), { knownHosts: [empty] });
      await expect(opening).rejects.toMatchObject({
        code: 'host-key-unknown',
        shownKey: { name: `[127.0.0.1]:${server.port}`, key: expect.stringMatching(/^ED25519 SHA256:/) },
      });
      expect(readFileSync(empty, 'utf8')).toBe('');
    });

    it('is not opened when the host key has changed, and says in which line the other one is', async () => {
      const file = join(server.folder, 'changed');
      const another = publicKey(makeKey(server.folder, 'another', 'ed25519'));
      writeFileSync(file, `# farm\n[127.0.0.1]:${server.port} ${another}\n`);
      const opening = withSession(() => Promise.resolve(), { knownHosts: [file], hostKeys: 'accept-new' });
      await expect(opening).rejects.toMatchObject({
        code: 'host-key-changed',
        message: expect.stringContaining(`${file} line 2`),
      });
    });

    it('is opened to a new host when that is the policy, and the key is strict from then on', async () => {
      const file = join(server.folder, 'new', 'known_hosts');
      const settings = { knownHosts: [file] };
      await withSession(() => Promise.resolve(), { ...settings, hostKeys: 'accept-new' });
      const recorded = readFileSync(file, 'utf8');
      expect(recorded).toMatch(/^\[127\.0\.0\.1\]:\d+ ssh-ed25519 \S+\n$/);
      await withSession(() => Promise.resolve(), settings);
      expect(readFileSync(file, 'utf8')).toBe(recorded);
    });

    it('is opened to a pinned key and to no other', async () => {
      const shown = await withSession((session) => Promise.resolve(session.peer.hostKey));
      const pins = [shown.replace('ED25519 ', '')];
      await withSession(() => Promise.resolve(), { hostKeys: 'pinned', pins, knownHosts: ['/dev/null'] });
      const opening = withSession(() => Promise.resolve(), { hostKeys: 'pinned', pins: ['SHA256:other'] });
      await expect(opening).rejects.toMatchObject({ code: 'host-key-changed' });
    });
  });
}
