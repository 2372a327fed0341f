import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import { usualDeadlines } from '../../src/core/deadline.ts';
import { dial } from '../../src/transports/dial.ts';
import { startClock } from '../../src/transports/stage-clock.ts';
import { itWith } from '../describe-with.ts';
import { hostWith } from './host-fixture.ts';
import { openDeafPort } from './servers/deaf-port.ts';
import { freePort } from './servers/scratch.ts';

const { signal } = new AbortController();

it('a port that nobody listens on refuses', async () => {
  const host = hostWith({ port: await freePort() });
  await expect(dial(host, startClock(host.deadlines, signal))).rejects.toMatchObject({ code: 'tcp-refused' });
});

it('a name that no resolver can know is said to be unknown', async () => {
  const host = hostWith({ address: 'no..name' });
  await expect(dial(host, startClock(host.deadlines, signal))).rejects.toMatchObject({ code: 'dns-failed' });
});

it('an address that cannot be connected to is said to be unreachable', async () => {
  const host = hostWith({ address: '255.255.255.255' });
  await expect(dial(host, startClock(host.deadlines, signal))).rejects.toMatchObject({
    code: 'tcp-unreachable',
  });
});

it('all addresses of a name are tried until one answers', async () => {
  const server = createServer((socket) => socket.end('here')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const host = hostWith({ address: 'localhost', port });
  const clock = startClock(host.deadlines, signal);
  const socket = await dial(host, clock);
  clock.stop();
  expect(String((await once(socket, 'data'))[0])).toBe('here');
  server.close();
});

itWith(['perl'], 'a port that does not answer is given up at its deadline', async () => {
  await using deaf = await openDeafPort();
  const host = hostWith({ port: deaf.port, deadlines: { ...usualDeadlines, tcp: 500 } });
  await expect(dial(host, startClock(host.deadlines, signal))).rejects.toMatchObject({
    code: 'deadline-passed',
    message: expect.stringContaining('deadline: tcp'),
  });
});
