import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type Stage, usualDeadlines } from '../../../src/core/deadline.ts';
import type { Problem } from '../../../src/core/problem.ts';
import { openSshTransport } from '../../../src/transports/ssh/transport.ts';
import type { Answer, ScriptRequest } from '../../../src/transports/transport.ts';
import { hostWith } from '../host-fixture.ts';
import { type Misbehaviour, startMisbehaving } from '../servers/misbehaving.ts';
import { makeKey } from '../servers/openssh.ts';
import { makeScratch } from '../servers/scratch.ts';

const noSecrets = { resolve: () => Promise.reject(new Error('no secret is needed here')) };

/** Long enough for a loaded machine, but for the stage that is meant to be cut short. */
function deadlinesWith(short: Stage | undefined) {
  const long = Object.fromEntries(Object.keys(usualDeadlines).map((stage) => [stage, 60_000]));
  return { ...usualDeadlines, ...long, ...(short === undefined ? {} : { [short]: 400 }) };
}

/** Runs a script on a server that misbehaves; `short` is the stage whose deadline is meant to pass. */
async function runOn(
  misbehaviour: Misbehaviour,
  short?: Stage,
  request: Partial<ScriptRequest> = {},
): Promise<Answer> {
  using scratch = makeScratch();
  await using server = await startMisbehaving(misbehaviour);
  const knownHosts = join(scratch.folder, 'known_hosts');
  writeFileSync(knownHosts, `[127.0.0.1]:${server.port} ${server.hostKey}\n`);
  await using transport = openSshTransport({ environment: {}, secrets: noSecrets });
  const { signal } = new AbortController();
  const host = hostWith({
    port: server.port,
    user: 'ops',
    identityFiles: [makeKey(scratch.folder, 'id', 'ed25519')],
    knownHosts: [knownHosts],
    deadlines: deadlinesWith(short),
  });
  await using session = await transport.connect(host, signal);
  return await session.run({ script: 'id', asRoot: false, signal, ...request });
}

function deadline(stage: Stage): Partial<Problem> {
  return { code: 'deadline-passed', message: expect.stringContaining(`deadline: ${stage}`) };
}

it('a server that does nothing wrong gives an answer', async () => {
  expect(await runOn({})).toMatchObject({ exitCode: 0, stdout: '', stderr: '', dropped: 0 });
});

it('lines before the identification are passed over', async () => {
  const greeting = 'Authorised use only.\r\nYou are being watched.';
  expect(await runOn({ greeting })).toMatchObject({ exitCode: 0 });
});

it('a server that says nothing is given up at the deadline for its banner', async () => {
  await expect(runOn({ onConnect: () => undefined }, 'banner')).rejects.toMatchObject(deadline('banner'));
});

it('a server that talks and never says SSH is given up at the deadline for its banner', async () => {
  const onConnect: Misbehaviour['onConnect'] = (socket) => socket.write('220 mail.example ESMTP\r\n');
  await expect(runOn({ onConnect }, 'banner')).rejects.toMatchObject(deadline('banner'));
});

it('a server that never stops talking before SSH is hung up on', async () => {
  const onConnect: Misbehaviour['onConnect'] = (socket) => {
    const talk = (): void => {
      while (socket.writable && socket.write(`${'noise '.repeat(100)}\r\n`));
    };
    socket.on('drain', talk);
    talk();
  };
  await expect(runOn({ onConnect })).rejects.toMatchObject({ code: 'handshake-failed' });
});

it('a server that hangs up at once is said to have done so', async () => {
  await expect(runOn({ onConnect: (socket) => socket.end() })).rejects.toMatchObject({
    code: 'handshake-failed',
    message: expect.stringContaining('before it said who it is'),
  });
});

it('a server that says SSH and then nothing is given up at the deadline for the key exchange', async () => {
  const onConnect: Misbehaviour['onConnect'] = (socket) => socket.write('SSH-2.0-Silent\r\n');
  await expect(runOn({ onConnect }, 'keyExchange')).rejects.toMatchObject(deadline('keyExchange'));
});

it('a server that sends rubbish in the key exchange is no SSH server', async () => {
  const onConnect: Misbehaviour['onConnect'] = (socket) => {
    socket.write('SSH-2.0-Rubbish\r\n');
    socket.write(Buffer.alloc(4000, 0xa5));
  };
  await expect(runOn({ onConnect })).rejects.toMatchObject({ code: 'handshake-failed' });
});

it('a server that does not answer the login is given up at the deadline for it', async () => {
  await expect(runOn({ onLogin: () => undefined }, 'authentication')).rejects.toMatchObject(
    deadline('authentication'),
  );
});

it('a server that rejects the key is named with the key that was tried', async () => {
  await expect(runOn({ onLogin: (login) => login.reject(['publickey']) })).rejects.toMatchObject({
    code: 'login-rejected',
    message: expect.stringContaining('/id'),
  });
});

it('a server that hangs up during the login is a lost connection', async () => {
  await expect(runOn({ onLogin: (_login, connection) => connection.end() })).rejects.toMatchObject({
    code: 'connection-lost',
  });
});

it('a server that opens no channel is given up at the deadline for it', async () => {
  await expect(runOn({ onChannel: () => undefined }, 'channel')).rejects.toMatchObject(deadline('channel'));
});

it('a server that refuses the channel is said to have done so', async () => {
  await expect(runOn({ onChannel: (_accept, reject) => reject() })).rejects.toMatchObject({
    code: 'channel-refused',
  });
});

it('a server that refuses the command is said to have done so', async () => {
  await expect(runOn({ onCommand: (_accept, reject) => reject() })).rejects.toMatchObject({
    code: 'channel-refused',
  });
});

it('a command without output is given up at the deadline for its first byte', async () => {
  await expect(runOn({ onCommand: (accept) => void accept() }, 'firstByte')).rejects.toMatchObject(
    deadline('firstByte'),
  );
});

it('a command that falls silent is given up at the deadline for silence', async () => {
  const onCommand: Misbehaviour['onCommand'] = (accept) => void accept().write('half an ans');
  await expect(runOn({ onCommand }, 'idle')).rejects.toMatchObject(deadline('idle'));
});

it('a command that never ends is given up at the deadline for the whole', async () => {
  const onCommand: Misbehaviour['onCommand'] = (accept) => {
    const channel = accept();
    const timer = setInterval(() => channel.write('still here\n'), 20);
    channel.once('close', () => clearInterval(timer));
  };
  await expect(runOn({ onCommand }, 'whole')).rejects.toMatchObject(deadline('whole'));
});

it('root that is never reached is given up at the deadline for it', async () => {
  const onCommand: Misbehaviour['onCommand'] = (accept) => void accept().write('Password for nobody');
  await expect(runOn({ onCommand }, 'become', { asRoot: true })).rejects.toMatchObject(deadline('become'));
});

it('a connection that breaks in the middle of the output is a lost connection', async () => {
  const onCommand: Misbehaviour['onCommand'] = (accept, _reject, connection) => {
    accept().write('half an ans', () => connection.end());
  };
  await expect(runOn({ onCommand })).rejects.toMatchObject({ code: 'connection-lost' });
});

it('a command that ends without a status is an answer without an exit code', async () => {
  const onCommand: Misbehaviour['onCommand'] = (accept) => accept().end('done\n');
  expect(await runOn({ onCommand })).toMatchObject({ exitCode: undefined, stdout: 'done\n' });
});

it('output beyond the limit is counted and not kept, on both streams', async () => {
  const onCommand: Misbehaviour['onCommand'] = (accept) => {
    const channel = accept();
    channel.stderr.write(Buffer.alloc(3_000_000, 'e'), () => {
      channel.write(Buffer.alloc(5_000_000, 'o'), () => {
        channel.exit(0);
        channel.end();
      });
    });
  };
  const answer = await runOn({ onCommand }, undefined, { outputLimit: 1000 });
  expect(answer).toMatchObject({ exitCode: 0, stdout: 'o'.repeat(1000), stderr: 'e'.repeat(1000) });
  expect(answer.dropped).toBe(8_000_000 - 2000);
});

it('letters of more than one byte survive being torn apart', async () => {
  const onCommand: Misbehaviour['onCommand'] = (accept) => {
    const channel = accept();
    const bytes = Buffer.from('서울 € 😀');
    for (const byte of bytes) channel.write(Buffer.of(byte));
    channel.exit(0);
    channel.end();
  };
  expect((await runOn({ onCommand })).stdout).toBe('서울 € 😀');
});

it('an interruption ends whatever is being waited for', async () => {
  const interruption = new AbortController();
  const onCommand: Misbehaviour['onCommand'] = (accept) => {
    accept();
    interruption.abort();
  };
  await expect(runOn({ onCommand }, undefined, { signal: interruption.signal })).rejects.toMatchObject({
    code: 'interrupted',
  });
});
