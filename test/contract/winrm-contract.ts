import type { Host } from '../../src/inventory/fleet.ts';
import { newFakeWindows } from '../powershell-host/fake-windows.ts';
import { openPowershellHost } from '../powershell-host/open-powershell-host.ts';
import { startWinrmDouble } from '../transports/winrm/double/winrm-double.ts';
import { engineCommands } from '../transports/winrm/engine-commands.ts';
import { password, winrmHost, winrmTransport } from '../transports/winrm/winrm-host.ts';
import { powershellScripts } from './contract-scripts.ts';
import type { ContractServer } from './contract-server.ts';
import { transportContract } from './transport-contract.ts';

/** The contract of all transports, held by WinRM against the double; the scripts run on the real PowerShell engine. */
export function winrmContract(name: string, auth: Host['auth'], https: boolean): void {
  transportContract(name, ['dotnet', 'openssl'], () => start(auth, https));
}

async function start(auth: Host['auth'], https: boolean): Promise<ContractServer> {
  const engine = await openPowershellHost();
  const machine = newFakeWindows({ release: '2019', language: 'ko' });
  const double = await startWinrmDouble({
    users: [{ name: 'ops', password }],
    commands: engineCommands(engine, machine),
    https,
  });
  const words = { ntlm: 'ops, by NTLM', basic: 'ops, by password (Basic)', kerberos: 'ops, by Kerberos' };
  return {
    openTransport: () => winrmTransport(),
    hostWith: (settings) =>
      winrmHost({ port: double.port, auth, https, ca: double.certificate?.file, ...settings }),
    scripts: powershellScripts,
    peer: {
      software: /^Microsoft-HTTPAPI\/2\.0$/,
      key: https ? /^certificate SHA256:[A-Za-z0-9+/]{43}$/ : /^none$/,
      login: `${words[auth]}${https ? '' : ', each message sealed'}`,
    },
    strange: () => ({ settings: { user: 'stranger' }, named: 'stranger' }),
    [Symbol.asyncDispose]: async () => {
      await double[Symbol.asyncDispose]();
      await engine[Symbol.asyncDispose]();
    },
  };
}
