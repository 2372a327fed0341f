import { expect, it } from 'vitest';
import { describeWith } from '../../../describe-with.ts';
import { plainCommands } from '../double/plain-commands.ts';
import { startWinrmDouble, type WinrmDoubleOptions } from '../double/winrm-double.ts';
import { runPywinrm } from './pywinrm.ts';

const user = { name: 'ops', password: 'Sécret-€ 1' };
/** Python sends passwords by Basic in Latin-1 alone. */
const plainUser = { name: 'ops-basic', password: 'Secret: 1' };

function start(options: Partial<WinrmDoubleOptions>) {
  return startWinrmDouble({ users: [user, plainUser], commands: plainCommands(), ...options });
}

const ways = [
  { way: 'Basic over HTTPS', transport: 'basic', options: { https: true } },
  { way: 'NTLM over HTTP, sealed', transport: 'ntlm', options: {} },
  { way: 'NTLM over HTTPS, bound to the channel', transport: 'ntlm', options: { https: true } },
] as const;

describeWith(['pywinrm', 'openssl'], 'pywinrm and the double', () => {
  it.each(ways)('understand each other by $way', { timeout: 120_000 }, async ({ transport, options }) => {
    await using double = await start(options);
    const answer = await runPywinrm(double, {
      transport,
      user: transport === 'basic' ? plainUser : user,
      commands: ['echo héllo', 'err bad', 'exit 3', 'split', 'fill 1200000', 'nonsense'],
    });
    if (answer.kind === 'error') throw new Error(`${answer.error}: ${answer.text}`);
    const [echo, err, exit, split, fill, nonsense] = answer.results;
    expect(echo).toEqual({ stdout: 'héllo\r\n', stderr: '', exitCode: 0 });
    expect(err).toEqual({ stdout: '', stderr: 'bad\r\n', exitCode: 1 });
    expect(exit).toEqual({ stdout: '', stderr: '', exitCode: 3 });
    expect(split?.stdout).toBe('€ 서울 \u{1f1f0}\u{1f1f7}\r\n');
    expect(fill?.stdout).toBe('0123456789'.repeat(120_000));
    expect(nonsense).toMatchObject({ stdout: '', exitCode: 1 });
    expect(double.liveShells).toEqual([]);
    const sealed = new Set(
      double.events.flatMap((event) => (event.kind === 'request' ? [event.sealed] : [])),
    );
    expect([...sealed]).toEqual([transport === 'ntlm' && double.certificate === undefined]);
  });

  it('an operation that takes longer than its time is asked for again', { timeout: 120_000 }, async () => {
    await using double = await start({});
    const answer = await runPywinrm(double, {
      transport: 'ntlm',
      user,
      commands: ['wait 2'],
      operationTimeout: 1,
    });
    expect(answer).toMatchObject({ kind: 'results', results: [{ stdout: 'waited\r\n', exitCode: 0 }] });
    const faults = double.events.flatMap((event) => (event.kind === 'answered' ? [event.fault] : []));
    expect(faults).toContain(2150858793);
  });

  it('the login says what the client did: a MIC always, a channel binding over TLS', {
    timeout: 120_000,
  }, async () => {
    for (const [https, channelBinding] of [
      [false, 'absent'],
      [true, 'matching'],
    ] as const) {
      await using double = await start({ https, cbtHardeningLevel: 'Strict' });
      await runPywinrm(double, { transport: 'ntlm', user, commands: [] });
      const login = double.events.find(({ kind }) => kind === 'login');
      expect(login).toMatchObject({ user: 'ops', scheme: 'NTLM', mic: true, channelBinding });
    }
  });

  it('a wrong password, and a password in the clear, are refused as Windows refuses them', {
    timeout: 120_000,
  }, async () => {
    await using double = await start({});
    for (const [transport, whom] of [
      ['ntlm', { ...user, password: 'wrong' }],
      ['basic', plainUser],
    ] as const) {
      const answer = await runPywinrm(double, { transport, user: whom, commands: [] });
      expect(answer).toMatchObject({ kind: 'error', error: 'InvalidCredentialsError' });
    }
  });

  it('a certificate of other names is refused by the client', { timeout: 120_000 }, async () => {
    await using double = await start({ https: true, certificateNames: ['elsewhere.example'] });
    const answer = await runPywinrm(double, { transport: 'basic', user: plainUser, commands: [] });
    expect(answer).toMatchObject({ kind: 'error', error: 'SSLError' });
  });
});
