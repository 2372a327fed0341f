import { expect, it } from 'vitest';
import { plainCommands } from './plain-commands.ts';
import { talk } from './talk.ts';
import { startWinrmDouble, type WinrmDoubleOptions } from './winrm-double.ts';
import { actions } from './wsman/names.ts';

const user = { name: 'ops', password: 'secret' };
const other = { name: 'other', password: 'secret' };
const filtered = { name: 'admin', password: 'secret', filtered: true };

function start(options: Partial<WinrmDoubleOptions> = {}) {
  return startWinrmDouble({
    users: [user, other, filtered],
    commands: plainCommands(),
    allowUnencrypted: true,
    ...options,
  });
}

it('standard input arrives in its pieces, and ends where the client says so', async () => {
  await using double = await start();
  const client = talk(double, user);
  await client.create();
  await client.command('cat');
  expect((await client.send('one ', false)).status).toBe(200);
  await client.send('two', true);
  expect((await client.receive()).text).toContain(Buffer.from('one two').toString('base64'));
});

it('only one Receive may wait for a command', async () => {
  await using double = await start();
  const client = talk(double, user);
  await client.create();
  await client.command('cat');
  const waiting = client.receive();
  // It is refused, not answered later: the first one still waits.
  await expect.poll(() => double.events.some(({ kind }) => kind === 'receive')).toBe(true);
  expect(await client.receive()).toMatchObject({ status: 500, fault: 2150859047 });
  await client.send('done', true);
  expect((await waiting).text).toContain('CommandState/Done');
});

it('a command that is terminated says nothing more, and what waited for it is told so', async () => {
  await using double = await start();
  const client = talk(double, user);
  await client.create();
  await client.command('cat');
  const waiting = client.receive();
  await expect.poll(() => double.events.some(({ kind }) => kind === 'receive')).toBe(true);
  await client.signal('terminate');
  expect(await waiting).toMatchObject({ status: 500, fault: 995 });
  expect(await client.receive()).toMatchObject({ status: 500, fault: 2150858843 });
});

it('an answer is no larger than the client and the server allow, wherever that cuts it', async () => {
  await using double = await start();
  const client = talk(double, user, { maxEnvelopeSize: 20_000 });
  await client.create();
  await client.command('fill 50000');
  const answers: string[] = [];
  while (!answers.at(-1)?.includes('/Done')) answers.push((await client.receive()).text);
  expect(answers.length).toBe(5);
  for (const answer of answers) expect(answer.length).toBeLessThan(20_000);
});

it('operations count until their shell is deleted, also those that ended', async () => {
  await using double = await start({ quotas: { maxConcurrentOperationsPerUser: 2 } });
  const client = talk(double, user);
  await client.create();
  for (const line of ['echo 1', 'echo 2']) {
    expect((await client.command(line)).status).toBe(200);
    await client.receive();
    await client.signal('terminate');
  }
  expect(await client.command('echo 3')).toMatchObject({ status: 500, fault: 2150859174 });
  await client.delete();
  await client.create();
  expect((await client.command('echo 3')).status).toBe(200);
});

it('each user has so many shells', async () => {
  await using double = await start({ quotas: { maxShellsPerUser: 1 } });
  expect((await talk(double, user).create()).status).toBe(200);
  expect(await talk(double, user).create()).toMatchObject({ status: 500, fault: 2150859173 });
  expect((await talk(double, other).create()).status).toBe(200);
});

it('a shell belongs to its user, and is gone once deleted', async () => {
  await using double = await start();
  const client = talk(double, user);
  await client.create();
  const [shell] = double.liveShells;
  expect(shell).toBeDefined();
  await client.delete();
  expect(double.liveShells).toEqual([]);
  expect(await client.command('echo 1')).toMatchObject({ status: 500, fault: 2150858843 });
});

it('a line that is too long for cmd.exe is said to be', async () => {
  await using double = await start();
  const client = talk(double, user);
  await client.create();
  await client.command(`echo ${'x'.repeat(8187)}`);
  expect((await client.receive()).text).toContain('<rsp:ExitCode>1<');
  await client.command(`echo ${'x'.repeat(8186)}`);
  expect((await client.receive()).text).toContain('<rsp:ExitCode>0<');
});

it('who may not, and what cannot be asked, is refused by its code', async () => {
  await using double = await start();
  expect(await talk(double, filtered).create()).toMatchObject({ status: 500, fault: 5 });
  expect(await talk(double, user, { maxEnvelopeSize: 8191 }).create()).toMatchObject({ fault: 2150858805 });
  expect(await talk(double, user, { codePage: 12345 }).create()).toMatchObject({ fault: 2150859072 });
  const client = talk(double, user);
  expect(await client.say(actions.create, '')).toMatchObject({ fault: 2150858817 });
  await client.create();
  await client.command('cat');
  expect(await client.signal('kindly')).toMatchObject({ status: 500, fault: 2150858817 });
  expect(await client.say('http://example/Dance', '')).toMatchObject({ fault: 2150858771 });
});

it('a shell that nobody uses is gone after its idle time', async () => {
  await using double = await start();
  await talk(double, user).say(
    actions.create,
    '<r:Shell><r:InputStreams>stdin</r:InputStreams><r:OutputStreams>stdout stderr</r:OutputStreams><r:IdleTimeOut>PT0.05S</r:IdleTimeOut></r:Shell>',
  );
  await expect.poll(() => double.liveShells).toEqual([]);
});
