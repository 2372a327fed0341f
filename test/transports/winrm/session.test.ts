import { expect, it } from 'vitest';
import { usualDeadlines } from '../../../src/core/deadline.ts';
import { withholdUntilProven } from '../../../src/transports/password-gate.ts';
import { startClock } from '../../../src/transports/stage-clock.ts';
import type { Session } from '../../../src/transports/transport.ts';
import { openConnection } from '../../../src/transports/winrm/open-connection.ts';
import { openTrust } from '../../../src/transports/winrm/tls/trust.ts';
import { deleteShell } from '../../../src/transports/winrm/wsman/shell-operations.ts';
import { startWinrmDouble, type WinrmDouble, type WinrmDoubleOptions } from './double/winrm-double.ts';
import { echo, type Play, scriptedPowershell } from './scripted-powershell.ts';
import { never, onlySecret, password, winrmHost, winrmTransport, withWinrm } from './winrm-host.ts';

function startDouble(play: Play = echo, options: Partial<WinrmDoubleOptions> = {}): Promise<WinrmDouble> {
  return startWinrmDouble({
    users: [{ name: 'ops', password }],
    commands: scriptedPowershell(play),
    ...options,
  });
}
function runOn(session: Session, script: string) {
  return session.run({ script, asRoot: true, signal: never });
}
function actionsOf(server: WinrmDouble): readonly string[] {
  return server.events.flatMap((event) => (event.kind === 'request' ? [event.action] : []));
}
function countOf(server: WinrmDouble, kind: string): number {
  return server.events.filter((event) => event.kind === kind).length;
}
const cycle = ['Create', 'Command', 'Send', 'Receive', 'Signal', 'Delete'];

it('an audit is one connection, one login, one shell and one command, all of it sealed', async () => {
  await using server = await startDouble();
  const answer = await withWinrm({ port: server.port }, async (session) => {
    expect(session).toMatchObject({ host: 'win01', language: 'powershell', isOpen: true });
    expect(session.peer).toEqual({
      address: '127.0.0.1',
      software: 'Microsoft-HTTPAPI/2.0',
      hostKey: 'none',
      login: 'ops, by NTLM, each message sealed',
    });
    return await runOn(session, 'audit äöü 😀');
  });
  expect(answer).toMatchObject({ exitCode: 0, stdout: 'audit äöü 😀', stderr: '', dropped: 0 });
  expect(actionsOf(server)).toEqual(cycle);
  expect(countOf(server, 'connected')).toBe(1);
  expect(server.events.filter(({ kind }) => kind === 'login')).toMatchObject([{ scheme: 'NTLM', mic: true }]);
  expect(server.events.some((event) => event.kind === 'request' && !event.sealed)).toBe(false);
  expect(server.liveShells).toEqual([]);
});

it('scripts share the shell, and those given at once run one after the other', async () => {
  await using server = await startDouble();
  const answers = await withWinrm({ port: server.port }, (session) =>
    Promise.all(['one', 'two', 'three'].map((script) => runOn(session, script))),
  );
  expect(answers.map(({ stdout }) => stdout)).toEqual(['one', 'two', 'three']);
  expect(countOf(server, 'shell-opened')).toBe(1);
  expect(countOf(server, 'connected')).toBe(1);
});

it('a script of any length arrives whole, in pieces that a host takes', async () => {
  const script = `quote' "double" $x \`tick\` äöü 😀 \u0001\r\n`.repeat(9000);
  await using server = await startDouble();
  const limit = { script, asRoot: true, signal: never, outputLimit: 1e7 };
  const answer = await withWinrm({ port: server.port }, (session) => session.run(limit));
  expect(answer.stdout).toBe(script);
  const requests = server.events.flatMap((event) => (event.kind === 'request' ? [event.bytes] : []));
  expect(Math.max(...requests)).toBeLessThan(150 * 1024);
});

it('an answer of any length is taken, characters that are torn apart among them, and kept up to the limit', async () => {
  const text = '€'.repeat(900_000);
  await using server = await startDouble((_, command) => {
    for (let at = 0; at < text.length; at += 100_001) command.say(Buffer.from(text.slice(at, at + 100_001)));
    command.say(Buffer.alloc(300_000, 'e'), 'stderr');
    return 7;
  });
  await withWinrm({ port: server.port }, async (session) => {
    const heard: string[] = [];
    const onOutput = (part: string): unknown => heard.push(part);
    const whole = await session.run({ script: 'x', asRoot: true, signal: never, outputLimit: 1e7, onOutput });
    expect(whole).toMatchObject({ exitCode: 7, dropped: 0, stderr: 'e'.repeat(300_000) });
    expect(whole.stdout === text).toBe(true);
    expect(heard.length).toBeGreaterThan(3);
    expect(heard.join('') === text).toBe(true);
    const part = await session.run({ script: 'x', asRoot: true, signal: never, outputLimit: 300 });
    expect(part).toMatchObject({
      stdout: '€'.repeat(100),
      stderr: 'e'.repeat(300),
      dropped: 3_000_000 - 600,
    });
  });
});

it('a host that has nothing to say yet is asked until it has', async () => {
  await using server = await startDouble(
    async (_, command) => {
      await new Promise((resolve) => setTimeout(resolve, 700));
      command.say('late');
      return 0;
    },
    { quotas: { maxTimeoutms: 150 } },
  );
  const answer = await withWinrm({ port: server.port }, (session) => runOn(session, 'x'));
  expect(answer).toMatchObject({ exitCode: 0, stdout: 'late' });
  expect(actionsOf(server).filter((action) => action === 'Receive').length).toBeGreaterThan(2);
});

it('a shell that is used up is replaced, and each script still runs once', async () => {
  const ran: string[] = [];
  const play: Play = (script) => {
    ran.push(script);
    return 0;
  };
  await using server = await startDouble(play, { quotas: { maxConcurrentOperationsPerUser: 2 } });
  const scripts = ['1', '2', '3', '4', '5'];
  await withWinrm({ port: server.port }, async (session) => {
    for (const script of scripts) expect(await runOn(session, script)).toMatchObject({ exitCode: 0 });
  });
  expect(ran).toEqual(scripts);
  expect(countOf(server, 'shell-opened')).toBe(3);
  expect(server.liveShells).toEqual([]);
});

it('a quota that leaves no room for one command is called by its name', async () => {
  await using server = await startDouble(echo, { quotas: { maxConcurrentOperationsPerUser: 0 } });
  await withWinrm({ port: server.port }, async (session) => {
    await expect(runOn(session, 'x')).rejects.toMatchObject({
      code: 'channel-refused',
      wayOut: expect.stringContaining('MaxConcurrentOperationsPerUser'),
    });
  });
  expect(server.liveShells).toEqual([]);
});

/** As an administrator on the host would. */
async function endShells(server: WinrmDouble): Promise<void> {
  const means = { secrets: onlySecret(password), gate: withholdUntilProven(), trust: openTrust({}) };
  const host = winrmHost({ port: server.port });
  const connection = await openConnection(means, host, startClock(host.deadlines, never));
  for (const shell of server.liveShells) await connection.ask(deleteShell(shell), () => undefined);
  connection.close();
}

it('a shell that the host has ended meanwhile is replaced', async () => {
  await using server = await startDouble();
  const answer = await withWinrm({ port: server.port }, async (session) => {
    await runOn(session, 'before');
    await endShells(server);
    return await runOn(session, 'after');
  });
  expect(answer).toMatchObject({ exitCode: 0, stdout: 'after' });
});

it('a connection that ended while nothing ran is replaced, and the shell goes on', async () => {
  await using server = await startDouble();
  await withWinrm({ port: server.port }, async (session) => {
    await runOn(session, 'before');
    server.cutConnections();
    await expect.poll(() => countOf(server, 'disconnected')).toBe(1);
    expect(await runOn(session, 'after')).toMatchObject({ exitCode: 0, stdout: 'after' });
    expect(session.isOpen).toBe(true);
  });
  expect(countOf(server, 'shell-opened')).toBe(1);
  expect(server.liveShells).toEqual([]);
});

it('a connection that ends under a script is lost, and the script is not run again', async () => {
  const ran: string[] = [];
  await using server = await startDouble((script, command) => {
    ran.push(script);
    return echo(script, command);
  });
  await withWinrm({ port: server.port }, async (session) => {
    const onOutput = (): void => server.cutConnections();
    const running = session.run({ script: 'wait', asRoot: true, signal: never, onOutput });
    await expect(running).rejects.toMatchObject({ code: 'connection-lost', retryable: true });
    expect(session.isOpen).toBe(false);
    await expect(runOn(session, 'next')).rejects.toMatchObject({ code: 'connection-lost' });
  });
  expect(ran).toEqual(['wait']);
});

it('a script that passes its deadline is ended by a second connection, and the next one runs', async () => {
  await using server = await startDouble();
  const deadlines = { ...usualDeadlines, idle: 400 };
  await withWinrm({ port: server.port, deadlines }, async (session) => {
    await expect(runOn(session, 'wait')).rejects.toMatchObject({
      code: 'deadline-passed',
      message: expect.stringContaining('deadline: idle'),
    });
    expect(await runOn(session, 'next')).toMatchObject({ exitCode: 0, stdout: 'next' });
  });
  expect(server.events.filter(({ kind }) => kind === 'signal')).toMatchObject([
    { signal: 'terminate' },
    { signal: 'terminate' },
  ]);
  expect(countOf(server, 'connected')).toBe(2);
  expect(server.liveShells).toEqual([]);
});

it('the operator who interrupts leaves no shell and no command behind', async () => {
  await using server = await startDouble();
  const interruption = new AbortController();
  await withWinrm({ port: server.port }, async (session) => {
    const onOutput = (): void => interruption.abort();
    const running = session.run({ script: 'wait', asRoot: true, signal: interruption.signal, onOutput });
    await expect(running).rejects.toMatchObject({ code: 'interrupted' });
  });
  expect(server.events.filter(({ kind }) => kind === 'signal')).toHaveLength(1);
  expect(server.liveShells).toEqual([]);
});

it('a connection that ends before the script is sent is replaced, and the script runs once', async () => {
  const ran: string[] = [];
  const play: Play = (script) => {
    ran.push(script);
    return 0;
  };
  let cuts = 0;
  const server: WinrmDouble = await startDouble(play, {
    tamper: (answer) => {
      if (answer.body.includes('CommandResponse') && cuts < 1) {
        cuts += 1;
        server.cutConnections();
      }
      return answer;
    },
  });
  await using _ = server;
  const answer = await withWinrm({ port: server.port }, (session) => runOn(session, 'x'));
  expect(answer).toMatchObject({ exitCode: 0 });
  expect({ ran, cuts }).toEqual({ ran: ['x'], cuts: 1 });
  expect(server.liveShells).toEqual([]);
});

it('the operator who interrupts while a shell is opened leaves none behind', async () => {
  const interruption = new AbortController();
  await using server = await startDouble(echo, {
    tamper: (answer) => {
      if (answer.body.includes('CreateResponse')) interruption.abort();
      return answer;
    },
  });
  await using transport = winrmTransport();
  const opening = transport.connect(winrmHost({ port: server.port }), interruption.signal);
  await expect(opening).rejects.toMatchObject({ code: 'interrupted' });
  expect(countOf(server, 'shell-opened')).toBe(1);
  expect(server.liveShells).toEqual([]);
});

it('a session that is closed while a script runs ends the script', async () => {
  await using server = await startDouble();
  await using transport = winrmTransport();
  const session = await transport.connect(winrmHost({ port: server.port }), never);
  const running = session.run({
    script: 'wait',
    asRoot: true,
    signal: never,
    onOutput: () => void session[Symbol.asyncDispose](),
  });
  await expect(running).rejects.toMatchObject({ code: 'connection-lost' });
  await session[Symbol.asyncDispose]();
  expect(server.liveShells).toEqual([]);
});
