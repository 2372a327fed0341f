import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lasting } from '../../platforms/windows/windows-host.ts';
import { newFakeWindows } from '../../powershell-host/fake-windows.ts';
import { openPowershellHost } from '../../powershell-host/open-powershell-host.ts';
import { powershellCommands } from '../../transports/winrm/double/powershell-commands.ts';
import { startWinrmDouble } from '../../transports/winrm/double/winrm-double.ts';
import type { Guest } from './guest.ts';

export const windowsNeeds: readonly string[] = ['dotnet', 'gcc', 'openssl'];
export const windowsTitle = 'Windows Server 2022';
export const windowsName = 'win01';

const user = { name: 'ops', password: 'the demo of vipfarm' };

/** A simulated Windows behind WinRM over HTTPS: the real PowerShell engine on a machine that is JSON. */
export async function openWindowsGuest(folder: string): Promise<Guest> {
  const engine = await openPowershellHost();
  const machine = newFakeWindows({ computerName: 'WIN01', release: '2022', ipv4: '192.0.2.34' });
  const double = await startWinrmDouble({
    users: [user],
    commands: powershellCommands(engine, machine),
    https: true,
    keepEvents: false,
  });
  const password = join(folder, 'win01.password');
  writeFileSync(password, `${user.password}\n`, { mode: 0o600 });
  return {
    line: {
      kind: 'guest',
      name: windowsName,
      title: windowsTitle,
      runner: 'the real PowerShell engine, behind the WinRM server of the tests',
      prompt: 'PS win01>',
      settings: {
        address: '127.0.0.1',
        port: double.port,
        transport: 'winrm',
        user: user.name,
        password: { file: password },
        ca: double.certificate?.file,
      },
    },
    async byHand(script) {
      const { exitCode, stdout, stderr } = await engine.run({ machine, what: { script } });
      return { exitCode, stdout: stdout.toString(), stderr: stderr.toString() };
    },
    look: () => JSON.stringify(lasting(machine)),
    async [Symbol.asyncDispose]() {
      await double[Symbol.asyncDispose]();
      await engine[Symbol.asyncDispose]();
    },
  };
}
