import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newFakeWindows } from '../powershell-host/fake-windows.ts';
import { openPowershellHost } from '../powershell-host/open-powershell-host.ts';
import type { CommandHost } from '../transports/winrm/double/command-host.ts';
import { powershellCommands } from '../transports/winrm/double/powershell-commands.ts';
import { startWinrmDouble } from '../transports/winrm/double/winrm-double.ts';
import { vipfarm } from './contestants.ts';
import type { BenchFleet } from './fleet.ts';
import { measure, type Program } from './measure.ts';
import { winrmPassword, winrmUser, writeWinrmInventory } from './winrm-inventory.ts';

/**
 * The path of a file with what the probe prints on a Windows server that has the VIP: said by the real PowerShell engine
 * on a fake machine, to which vipfarm itself has applied it.
 */
export async function recordWindowsAnswer(fleet: BenchFleet): Promise<string> {
  await using engine = await openPowershellHost();
  const outputs: Buffer[][] = [];
  const commands = overhear(powershellCommands(engine, newFakeWindows()), outputs);
  const users = [{ name: winrmUser, password: winrmPassword }];
  await using double = await startWinrmDouble({ users, commands, address: '0.0.0.0' });
  const inventory = writeWinrmInventory(fleet, { count: 1, port: double.port, https: false });
  await succeed(vipfarm(fleet, ['apply', '-i', inventory, '--yes']), fleet);
  await succeed(vipfarm(fleet, ['audit', '-i', inventory]), fleet);
  const file = join(fleet.folder, 'windows-answer');
  writeFileSync(file, Buffer.concat(outputs.at(-1) ?? []));
  return file;
}

/** Keeps what each command prints on standard output. */
function overhear(host: CommandHost, outputs: Buffer[][]): CommandHost {
  return {
    start: (line, environment, tell) => {
      const own: Buffer[] = [];
      outputs.push(own);
      return host.start(line, environment, {
        ended: tell.ended,
        output: (stream, bytes) => {
          if (stream === 'stdout') own.push(Buffer.from(bytes));
          tell.output(stream, bytes);
        },
      });
    },
  };
}

async function succeed(program: Program, fleet: BenchFleet): Promise<void> {
  const environment = { ...program.environment, VIPFARM_WINRM: winrmPassword };
  const { exitCode, stdout, stderr } = await measure({ ...program, environment }, fleet.folder);
  if (exitCode !== 0) throw new Error(`the fake Windows was not brought into shape: ${stderr}${stdout}`);
}
