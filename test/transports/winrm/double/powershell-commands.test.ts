import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../../../describe-with.ts';
import { newFakeWindows } from '../../../powershell-host/fake-windows.ts';
import { openPowershellHost } from '../../../powershell-host/open-powershell-host.ts';
import type { PowershellHost } from '../../../powershell-host/powershell-host.ts';
import { runPywinrm } from '../foreign/pywinrm.ts';
import { withWinrm } from '../winrm-host.ts';
import { powershellCommands } from './powershell-commands.ts';
import { startWinrmDouble } from './winrm-double.ts';

const user = { name: 'ops', password: 'Pässword-1 €' };
const { signal: never } = new AbortController();

describeWith(['dotnet', 'gcc'], 'the real PowerShell engine behind the double', () => {
  let host: PowershellHost;
  beforeAll(async () => {
    host = await openPowershellHost();
  }, 300_000);
  afterAll(() => host[Symbol.asyncDispose]());

  function start(machine = newFakeWindows()) {
    return startWinrmDouble({ users: [user], commands: powershellCommands(host, machine) });
  }

  it('a script of a session runs on the fake machine, and speaks every language', {
    timeout: 120_000,
  }, async () => {
    await using double = await start(newFakeWindows({ computerName: 'WIN-07' }));
    const answer = await withWinrm({ port: double.port }, (session) =>
      session.run({
        script:
          "[Console]::Out.Write($env:COMPUTERNAME + ' 서울 €'); [Console]::Error.Write('aside'); exit 4",
        asRoot: true,
        signal: never,
      }),
    );
    expect(answer).toMatchObject({ exitCode: 4, stdout: 'WIN-07 서울 €', stderr: 'aside' });
    expect(double.liveShells).toEqual([]);
  });

  it('what a script changes stays on the machine', { timeout: 120_000 }, async () => {
    const machine = newFakeWindows();
    await using double = await start(machine);
    const before = machine.state.ipInterfaces.find(
      ({ alias, family }) => alias === 'Ethernet' && family === 'IPv4',
    );
    expect(before?.active.weakHostReceive).toBe('Disabled');
    const script = `Set-NetIPInterface -InterfaceIndex ${before?.ifIndex} -AddressFamily IPv4 -WeakHostReceive Enabled; exit 0`;
    await withWinrm({ port: double.port }, (session) => session.run({ script, asRoot: true, signal: never }));
    const after = machine.state.ipInterfaces.find(
      ({ ifIndex, family }) => ifIndex === before?.ifIndex && family === 'IPv4',
    );
    expect(after?.active.weakHostReceive).toBe('Enabled');
  });
});

describeWith(['dotnet', 'gcc', 'pywinrm'], 'pywinrm and the real PowerShell engine', () => {
  it('a script given by -EncodedCommand alone runs without standard input', {
    timeout: 300_000,
  }, async () => {
    await using host = await openPowershellHost();
    const commands = powershellCommands(host, newFakeWindows());
    await using double = await startWinrmDouble({ users: [user], commands });
    const script = Buffer.from("[Console]::Out.Write('hi'); exit 3", 'utf16le').toString('base64');
    const answer = await runPywinrm(double, {
      transport: 'ntlm',
      user,
      commands: [`powershell.exe -NoProfile -NonInteractive -EncodedCommand ${script}`],
    });
    expect(answer).toMatchObject({ kind: 'results', results: [{ stdout: 'hi', exitCode: 3 }] });
  });
});
