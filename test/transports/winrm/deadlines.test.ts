import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import { type Stage, usualDeadlines } from '../../../src/core/deadline.ts';
import { relayAnswers } from './double/answer-relay.ts';
import { startWinrmDouble, type WinrmDouble } from './double/winrm-double.ts';
import { scriptedPowershell } from './scripted-powershell.ts';
import { never, password, withWinrm } from './winrm-host.ts';

/** Says something every tenth of a second, without end. */
function startTalkative(): Promise<WinrmDouble> {
  const commands = scriptedPowershell(async (_, command) => {
    for (let count = 0; count < 600; count += 1) {
      command.say('.');
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return 0;
  });
  return startWinrmDouble({ users: [{ name: 'ops', password }], commands });
}

function passed(stage: Stage) {
  return { code: 'deadline-passed', message: expect.stringContaining(`deadline: ${stage}`) };
}

/** With NTLM: challenge, login, shell, command, piece of the script, output. */
it.each<[answers: number, stage: Stage]>([
  [0, 'banner'],
  [1, 'authentication'],
  [2, 'channel'],
  [3, 'channel'],
  [4, 'firstByte'],
  [5, 'firstByte'],
  [6, 'idle'],
])(
  'a host that dies after %i answers is given up at the deadline of its stage: %s',
  async (answers, stage) => {
    await using server = await startTalkative();
    await using relay = await relayAnswers(server.port, answers);
    const deadlines = { ...usualDeadlines, [stage]: 400 };
    const run = withWinrm({ port: relay.port, deadlines }, (session) =>
      session.run({ script: 'x', asRoot: true, signal: never }),
    );
    await expect(run).rejects.toMatchObject(passed(stage));
  },
);

it('a host that takes the connection and does not answer to TLS is given up at the key exchange', async () => {
  const server = createServer((socket) => socket.on('error', () => undefined)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const deadlines = { ...usualDeadlines, keyExchange: 400 };
  const opening = withWinrm({ port, https: true, deadlines }, () => Promise.resolve());
  await expect(opening).rejects.toMatchObject(passed('keyExchange'));
  server.close();
});

it('a script that talks for ever is ended at the deadline of the whole, and leaves no shell', async () => {
  await using server = await startTalkative();
  const deadlines = { ...usualDeadlines, whole: 1500 };
  await withWinrm({ port: server.port, deadlines }, async (session) => {
    const running = session.run({ script: 'x', asRoot: true, signal: never });
    await expect(running).rejects.toMatchObject(passed('whole'));
  });
  expect(server.liveShells).toEqual([]);
});

it('a host that is silent holds up nobody else', async () => {
  await using server = await startTalkative();
  await using relay = await relayAnswers(server.port, 2);
  const ends: string[] = [];
  const open = (name: string, port: number): Promise<unknown> =>
    withWinrm({ name, port, deadlines: { ...usualDeadlines, channel: 3000 } }, () => Promise.resolve())
      .catch(() => undefined)
      .then(() => ends.push(name));
  await Promise.all([open('silent', relay.port), open('quick', server.port)]);
  expect(ends).toEqual(['quick', 'silent']);
});
