import { userInfo } from 'node:os';
import { expect, test } from 'vitest';
import { openSshTransport } from '../../../src/transports/ssh/transport.ts';
import { hostWith } from '../host-fixture.ts';
import { startOpenSsh } from '../servers/openssh.ts';

const noSecrets = {
  resolve: () => Promise.reject(new Error('no secret is needed here')),
};

test('a script runs on an OpenSSH server whose key is known', async () => {
  await using server = await startOpenSsh();
  await using transport = openSshTransport({ environment: {}, secrets: noSecrets });
  const host = hostWith({
    port: server.port,
    user: userInfo().username,
    identityFiles: [server.identityFile],
    knownHosts: [server.knownHosts],
  });
  const { signal } = new AbortController();
  await using session = await transport.connect(host, signal);
  const answer = await session.run({ script: 'echo out; echo err >&2; exit 3', asRoot: false, signal });
  expect(answer).toMatchObject({ exitCode: 3, stdout: 'out\n', stderr: 'err\n', dropped: 0 });
  expect(session.peer.software).toMatch(/^SSH-2.0-OpenSSH/);
});
