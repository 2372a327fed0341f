import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Host } from '../../src/inventory/fleet.ts';
import { openSshTransport } from '../../src/transports/ssh/transport.ts';
import type { Session } from '../../src/transports/transport.ts';
import { describeWith } from '../describe-with.ts';
import { hostWith } from '../transports/host-fixture.ts';
import { makeKey, publicKey, type TestServer } from '../transports/servers/openssh.ts';
import { shellScripts } from './contract-scripts.ts';
import type { ContractServer } from './contract-server.ts';
import { transportContract } from './transport-contract.ts';

const { signal } = new AbortController();
const noSecrets = { resolve: () => Promise.reject(new Error('no secret is needed here')) };

/** What any SSH server must give, beyond the contract of all transports: killed scripts, and host keys. */
export function sshContract(name: string, needs: readonly string[], start: () => Promise<TestServer>): void {
  transportContract(name, needs, async () => contractServer(await start()));

  describeWith(needs, `an SSH session on ${name}`, () => {
    let server: TestServer;
    beforeAll(async () => {
      server = await start();
    });
    afterAll(() => server[Symbol.asyncDispose]());

    async function withSession<T>(use: (session: Session) => Promise<T>, settings: Partial<Host> = {}) {
      await using transport = openSshTransport({ environment: {}, secrets: noSecrets });
      await using session = await transport.connect(hostOn(server, settings), signal);
      return await use(session);
    }

    it('has no exit code for a script that was killed', async () => {
      const script = 'echo going; kill -9 $$';
      const answer = await withSession((session) => session.run({ script, asRoot: false, signal }));
      expect(answer).toMatchObject({ exitCode: undefined, stdout: 'going\n' });
    });

    it('ends a script with a limit of its own when it exits, and keeps its input open until nobody waits for it', async () => {
      const noted = join(server.folder, 'noted');
      const given = { asRoot: false, limit: 60_000 };
      await withSession(async (session) => {
        const answer = await session.run({ ...given, script: '{ echo out; exit 3; }\n', signal });
        expect(answer).toMatchObject({ exitCode: 3, stdout: 'out\n' });
        const leaving = await session.run({ ...given, script: '{ sleep 987 & echo $!; exit 4; }\n', signal });
        expect(leaving).toMatchObject({ exitCode: 4, stdout: expect.stringMatching(/^\d+\n$/) });
        process.kill(Number(leaving.stdout));
        const over = new AbortController();
        const script = `{ echo up; cat; echo over >${noted}; exit; }\n`;
        const onOutput = () => over.abort();
        await expect(session.run({ ...given, script, signal: over.signal, onOutput })).rejects.toMatchObject({
          code: 'interrupted',
        });
        await expect.poll(() => existsSync(noted)).toBe(true);
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

function hostOn(server: TestServer, settings: Partial<Host>): Host {
  return hostWith({
    port: server.port,
    user: userInfo().username,
    identityFiles: [server.identityFile],
    knownHosts: [server.knownHosts],
    ...settings,
  });
}

function contractServer(server: TestServer): ContractServer {
  return {
    openTransport: () => openSshTransport({ environment: {}, secrets: noSecrets }),
    hostWith: (settings) => hostOn(server, settings),
    scripts: shellScripts,
    peer: {
      software: /^SSH-2\.0-/,
      key: /^ED25519 SHA256:[A-Za-z0-9+/]{43}$/,
      login: `${userInfo().username}, by key ${server.identityFile}`,
    },
    strange: () => {
      const stranger = makeKey(server.folder, 'stranger', 'ed25519');
      return { settings: { identityFiles: [stranger] }, named: stranger };
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}
