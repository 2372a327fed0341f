import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { expect, it } from 'vitest';
import { usualDeadlines } from '../../src/core/deadline.ts';
import { dial } from '../../src/transports/dial.ts';
import { startClock } from '../../src/transports/stage-clock.ts';
import { itWith } from '../describe-with.ts';
import { hostWith } from './host-fixture.ts';
import { stop } from './servers/openssh.ts';
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
  // Whoever accepts nothing and has no room for more leaves a connection hanging: node alone cannot do that.
  const program = `use Socket; socket(S, PF_INET, SOCK_STREAM, 0); bind(S, sockaddr_in(0, INADDR_LOOPBACK));
    listen(S, 0); $| = 1; print +(sockaddr_in(getsockname(S)))[0], "\\n"; sleep`;
  const deaf = spawn('perl', ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  const fillers: Socket[] = [];
  try {
    const port = Number(String((await once(deaf.stdout, 'data'))[0]));
    for (let count = 0; count < 8; count += 1) fillers.push(connect(port, '127.0.0.1'));
    await once(fillers[0] ?? deaf, 'connect');
    const host = hostWith({ port, deadlines: { ...usualDeadlines, tcp: 500 } });
    await expect(dial(host, startClock(host.deadlines, signal))).rejects.toMatchObject({
      code: 'deadline-passed',
      message: expect.stringContaining('deadline: tcp'),
    });
  } finally {
    for (const filler of fillers) filler.on('error', () => undefined).destroy();
    await stop(deaf);
  }
});
