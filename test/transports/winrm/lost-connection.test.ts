import { expect, it } from 'vitest';
import { usualDeadlines } from '../../../src/core/deadline.ts';
import { relayAnswers } from './double/answer-relay.ts';
import { startWinrmDouble } from './double/winrm-double.ts';
import { echo, scriptedPowershell } from './scripted-powershell.ts';
import { never, password, withWinrm } from './winrm-host.ts';

/** Three pieces, so that the answers are: challenge, login, shell, command, three pieces, output, and two of the end. */
const script = 'x'.repeat(200_000);
const firstThatMayHaveRun = 6;

it.each(Array.from({ length: 11 }, (_, answers) => answers))(
  'a script is never run twice, wherever its connection is cut: before answer %i, counted from nought',
  async (answers) => {
    const ran: string[] = [];
    await using server = await startWinrmDouble({
      users: [{ name: 'ops', password }],
      commands: scriptedPowershell((text, command) => {
        ran.push(text);
        return echo(text, command);
      }),
    });
    await using relay = await relayAnswers(server.port, answers, 'cut');
    const deadlines = { ...usualDeadlines, whole: 60_000 };
    const end = await withWinrm({ port: relay.port, deadlines }, (session) =>
      session.run({ script, asRoot: true, signal: never, outputLimit: 1e6 }),
    ).catch((problem: unknown) => problem);
    if (answers >= firstThatMayHaveRun) await expect.poll(() => ran.length).toBe(1);
    expect(ran.length).toBeLessThanOrEqual(1);
    const isAnswered = typeof end === 'object' && end !== null && 'exitCode' in end;
    if (isAnswered) expect(end).toMatchObject({ exitCode: 0, stdout: script });
    else expect(end).toMatchObject({ code: expect.stringMatching(/^(connection-lost|handshake-failed)$/) });
    expect({ answers, isAnswered }).toEqual({ answers, isAnswered: answers === 3 || answers > 7 });
  },
);
