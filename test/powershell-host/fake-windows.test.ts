import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeWith } from '../describe-with.ts';
import { type FakeWindows, newFakeWindows } from './fake-windows.ts';
import { openPowershellHost } from './open-powershell-host.ts';
import { fireDue, reboot } from './pass-time.ts';
import type { PowershellHost } from './powershell-host.ts';

describeWith(['dotnet', 'gcc'], 'a fake Windows machine', () => {
  let host: PowershellHost;

  beforeAll(async () => {
    host = await openPowershellHost();
  }, 600_000);
  afterAll(() => host[Symbol.asyncDispose]());

  async function say(machine: FakeWindows, script: string): Promise<readonly string[]> {
    const answer = await host.run({ machine, what: { script }, codePage: 65001 });
    const text = answer.stdout.toString();
    return text.split('\r\n').filter((line) => line !== '');
  }

  describe('is strict about', () => {
    it.each([
      ['an unknown parameter', 'Get-NetAdapter -NoSuch 1', 'NamedParameterNotFound,Get-NetAdapter'],
      [
        'a value',
        'Set-NetIPInterface -WeakHostSend On',
        'ParameterArgumentValidationError,Set-NetIPInterface',
      ],
      [
        'a type',
        'Get-NetIPInterface -InterfaceIndex x',
        'ParameterArgumentTransformationError,Get-NetIPInterface',
      ],
      ['a mandatory parameter', 'Rename-NetAdapter -Name a', 'MissingMandatoryParameter,Rename-NetAdapter'],
      [
        'confirmation',
        'Remove-NetIPAddress -IPAddress 192.0.2.11',
        'PSInvalidOperationException,Remove-NetIPAddress',
      ],
      [
        'what is not there',
        'Get-NetIPAddress -IPAddress 192.0.2.9 -ErrorAction Stop',
        'CmdletizationQuery_NotFound_IPAddress,Get-NetIPAddress',
      ],
      [
        'an address that is there',
        'New-NetIPAddress -IPAddress 192.0.2.11 -InterfaceIndex 4 -ErrorAction Stop',
        'Windows System Error 5010,New-NetIPAddress',
      ],
      [
        'the store of a new address',
        'New-NetIPAddress -IPAddress 192.0.2.9 -InterfaceIndex 4 -PolicyStore PersistentStore -ErrorAction Stop',
        'Windows System Error 87,New-NetIPAddress',
      ],
      ['a missing class', 'Get-CimInstance Win32_Nothing -ErrorAction Stop', 'HRESULT 0x80041010'],
    ])('%s', async (_, script, id) => {
      const lines = await say(newFakeWindows(), `try { ${script} } catch { $_.FullyQualifiedErrorId }`);
      expect(lines[0]).toMatch(new RegExp(`^${id}`));
    });
  });

  it('lets the preference of a child scope not reach the commands of its modules', async () => {
    const script = "& { $ErrorActionPreference = 'Stop'; Get-NetIPAddress -IPAddress 192.0.2.9; 'went on' }";
    expect(await say(newFakeWindows(), script)).toEqual(['went on']);
  });

  it('changes every interface when nothing selects one', async () => {
    const machine = newFakeWindows();
    await say(machine, 'Set-NetIPInterface -WeakHostReceive Enabled');
    expect(machine.state.ipInterfaces.map((one) => one.active.weakHostReceive)).toEqual(
      Array(4).fill('Enabled'),
    );
  });

  it('keeps its stores apart, and starts from the persistent one', async () => {
    const machine = newFakeWindows();
    await say(
      machine,
      `Set-NetIPInterface -InterfaceIndex 4 -AddressFamily IPv4 -WeakHostReceive Enabled -PolicyStore ActiveStore
       Set-NetIPInterface -InterfaceIndex 4 -AddressFamily IPv4 -WeakHostSend Enabled -PolicyStore PersistentStore
       New-NetIPAddress -InterfaceIndex 1 -IPAddress 192.0.2.100 -PrefixLength 32 -PolicyStore ActiveStore | Out-Null
       New-NetIPAddress -InterfaceIndex 1 -IPAddress 192.0.2.101 -PrefixLength 32 | Out-Null`,
    );
    const question = `foreach ($store in 'ActiveStore', 'PersistentStore') {
      $one = Get-NetIPInterface -InterfaceIndex 4 -AddressFamily IPv4 -PolicyStore $store
      "$($one.WeakHostReceive) $($one.WeakHostSend)"
    }
    foreach ($one in Get-NetIPAddress -InterfaceIndex 1 -AddressFamily IPv4) { $one.IPAddress }`;
    expect(await say(machine, question)).toEqual([
      'Enabled Disabled',
      'Disabled Enabled',
      '127.0.0.1',
      '192.0.2.100',
      '192.0.2.101',
    ]);
    reboot(machine);
    expect(await say(machine, question)).toEqual([
      'Disabled Enabled',
      'Disabled Enabled',
      '127.0.0.1',
      '192.0.2.101',
    ]);
  });

  it('may number its adapters anew at a boot', async () => {
    const machine = newFakeWindows();
    reboot(machine, { renumbered: true });
    const script = '(Get-NetAdapter).ifIndex; (Get-NetIPAddress -IPAddress 192.0.2.11).InterfaceIndex';
    expect(await say(machine, script)).toEqual(['11', '11']);
  });

  it('gives a new address two objects, and lets it settle', async () => {
    const script = `New-NetIPAddress -InterfaceIndex 1 -IPAddress 192.0.2.100 -PrefixLength 32 | ForEach-Object { "$($_.AddressState) $($_.PolicyStore)" }
      foreach ($n in 1..3) { [string](Get-NetIPAddress -IPAddress 192.0.2.100).AddressState }`;
    expect(await say(newFakeWindows(), script)).toEqual([
      'Tentative ActiveStore',
      'Invalid PersistentStore',
      'Tentative',
      'Tentative',
      'Preferred',
    ]);
  });

  it('has the commands of its release only', async () => {
    const script =
      "'Get-PnpDevice', 'Get-VMSwitch' | ForEach-Object { [bool](Get-Command $_ -ErrorAction SilentlyContinue) }";
    expect(await say(newFakeWindows({ release: '2012R2' }), script)).toEqual(['False', 'False']);
    expect(await say(newFakeWindows({ release: '2016' }), script)).toEqual(['True', 'False']);
  });

  it('refuses changes to a session that is not elevated', async () => {
    const machine = newFakeWindows({
      alter: (state) => {
        state.elevated = false;
      },
    });
    const script = `try { Set-NetIPInterface -InterfaceIndex 4 -Forwarding Enabled -ErrorAction Stop } catch { $_.FullyQualifiedErrorId }
      netsh.exe interface ipv4 set interface 4 forwarding=enabled | Out-Null; $LASTEXITCODE`;
    const before = structuredClone(machine.state);
    expect(await say(machine, script)).toEqual(['Windows System Error 5,Set-NetIPInterface', '1']);
    expect(machine.state).toEqual(before);
  });

  it('does what a test wants to go wrong', async () => {
    const script = `foreach ($n in 1..3) {
      try { Set-NetIPInterface -InterfaceIndex 4 -AddressFamily IPv4 -InterfaceMetric $n -ErrorAction Stop; "$n" } catch { $_.FullyQualifiedErrorId }
    }`;
    const call = 'Set-NetIPInterface';
    const machine = newFakeWindows({
      alter: (state) => {
        state.faults = [
          { kind: 'fails', call, nth: 1 },
          { kind: 'ignored', call, nth: 3 },
        ];
      },
    });
    expect(await say(machine, script)).toEqual(['Windows System Error 31,Set-NetIPInterface', '2', '3']);
    expect(machine.state.ipInterfaces[2]?.active.interfaceMetric).toBe(2);
  });

  it('dies in the middle of a script without another word', async () => {
    const machine = newFakeWindows({
      alter: (state) => {
        state.faults = [{ kind: 'killed-after', change: 2 }];
      },
    });
    const script = `try {
      foreach ($n in 1..5) { Set-NetIPInterface -InterfaceIndex 4 -AddressFamily IPv4 -InterfaceMetric $n; "$n" }
    } catch { 'caught' } finally {
      [Console]::Out.Write('cleaned')
      [IO.File]::WriteAllText('C:\\ProgramData\\cleaned', 'x')
    }`;
    const answer = await host.run({ machine, what: { script } });
    expect(answer).toMatchObject({ end: 'killed', exitCode: undefined });
    expect(answer.stdout.toString()).toBe('1\r\n');
    expect(machine.state.ipInterfaces[2]?.active.interfaceMetric).toBe(2);
    expect(machine.state.files).toEqual({});
    expect(machine.state.faults).toEqual([]);
  });

  it('runs tasks as SYSTEM when they fall due, or after a boot', async () => {
    const machine = newFakeWindows();
    await say(
      machine,
      `Set-Content -LiteralPath C:\\ProgramData\\undo.ps1 -Value 'Add-Content' -NoNewline
       [IO.File]::WriteAllText('C:\\ProgramData\\undo.ps1', '[IO.File]::AppendAllText("C:\\ProgramData\\log", [Environment]::UserName + ";"); exit 5')
       $action = New-ScheduledTaskAction -Execute 'powershell.exe' -Argument '-NoProfile -NonInteractive -File C:\\ProgramData\\undo.ps1'
       $triggers = (New-ScheduledTaskTrigger -Once -At (Get-Date).AddMinutes(5)), (New-ScheduledTaskTrigger -AtStartup)
       $principal = New-ScheduledTaskPrincipal -UserId 'SYSTEM' -LogonType ServiceAccount -RunLevel Highest
       Register-ScheduledTask -TaskName undo -TaskPath '\\vipfarm\\' -Action $action -Trigger $triggers -Principal $principal | Out-Null`,
    );
    expect(await fireDue(host, machine, new Date())).toEqual([]);
    const soon = new Date(Date.now() + 6 * 60_000);
    const runs = await fireDue(host, machine, soon);
    expect(runs.map(({ task, answer }) => [task, answer.exitCode])).toEqual([['\\vipfarm\\undo', 5]]);
    expect(await fireDue(host, machine, soon)).toEqual([]);
    reboot(machine);
    await fireDue(host, machine, soon);
    expect(machine.state.files['C:\\ProgramData\\log']).toBe('SYSTEM;SYSTEM;');
    expect(machine.state.tasks[0]?.lastResult).toBe(5);
  });
});
