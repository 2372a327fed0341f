import { isDeepStrictEqual } from 'node:util';
import { plainCommands } from '../double/plain-commands.ts';
import { playRecording } from '../double/play-recording.ts';
import { talk } from '../double/talk.ts';
import type { startWinrmDouble } from '../double/winrm-double.ts';
import { tapWire } from '../double/wiretap.ts';
import { runPywinrm } from './pywinrm.ts';

const user = { name: 'ops', password: 'secret' };

/** What in this double is not as on Windows, by the recordings, by pywinrm and by what may be overheard. */
export async function* findFault(start: typeof startWinrmDouble): AsyncGenerator<string> {
  yield* compareWithRecordings(start);
  yield* askTwice(start);
  yield* talkSealed(start);
}

async function* compareWithRecordings(start: typeof startWinrmDouble): AsyncGenerator<string> {
  for (const name of ['test_winrs_standard', 'test_winrs_stderr_rc', 'test_winrs_operation_timeout']) {
    for (const { action, recorded, answered } of await playRecording(name, start)) {
      if (!isDeepStrictEqual(answered, recorded)) yield `${name}: the answer to ${action} is another`;
    }
  }
}

async function* askTwice(start: typeof startWinrmDouble): AsyncGenerator<string> {
  await using double = await start({
    users: [user],
    commands: plainCommands(),
    allowUnencrypted: true,
    quotas: { maxTimeoutms: 500 },
  });
  const client = talk(double, user);
  await client.create();
  await client.command('cat');
  const answers = await Promise.all([client.receive(), client.receive()]);
  if (!answers.some(({ fault }) => fault === 2150859047)) yield 'a second Receive is not refused';
}

async function* talkSealed(start: typeof startWinrmDouble): AsyncGenerator<string> {
  await using double = await start({ users: [user], commands: plainCommands() });
  await using tap = await tapWire(double.port);
  const url = double.url.replace(String(double.port), String(tap.port));
  const answer = await runPywinrm(
    { ...double, url },
    { transport: 'ntlm', user, commands: ['echo one', 'echo two'] },
  );
  if (answer.kind === 'error') yield `pywinrm gives up: ${answer.error}`;
  else if (answer.results.map(({ stdout }) => stdout).join('') !== 'one\r\ntwo\r\n')
    yield 'pywinrm reads otherwise';
  if (tap.overheard().includes('Envelope')) yield 'a message went over the wire in the clear';
}
