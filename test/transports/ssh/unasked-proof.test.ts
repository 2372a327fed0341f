import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import ssh2 from 'ssh2';
import { expect, it } from 'vitest';
import { openSshTransport } from '../../../src/transports/ssh/transport.ts';
import { hostWith } from '../host-fixture.ts';
import { type LoggingServer, startOpenSsh } from '../servers/openssh.ts';

const user = userInfo().username;

it('a server that offers its other host keys is not asked to prove them', async () => {
  await using server = await startOpenSsh({ settings: ['LogLevel DEBUG'] });
  // So ssh2 does by itself; what the log says of it is what is looked for below.
  await loginByItself(server);
  expect(server.proofsAsked()).toBe(1);

  await using transport = openSshTransport({ environment: {}, secrets: { resolve: () => never() } });
  const { port, identityFile, knownHosts } = server;
  const host = hostWith({ port, user, identityFiles: [identityFile], knownHosts: [knownHosts] });
  const { signal } = new AbortController();
  await using session = await transport.connect(host, signal);
  expect(await session.run({ script: 'echo there', asRoot: false, signal })).toMatchObject({
    stdout: 'there\n',
  });
  expect(server.proofsAsked()).toBe(1);
});

async function loginByItself({ port, identityFile }: LoggingServer): Promise<void> {
  const client = new ssh2.Client();
  const proven = once(client, 'hostkeys');
  client.connect({ host: '127.0.0.1', port, username: user, privateKey: readFileSync(identityFile) });
  await proven;
  client.end();
}

function never(): Promise<never> {
  return Promise.reject(new Error('no secret is needed here'));
}
