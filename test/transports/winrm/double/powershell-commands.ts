import type { FakeWindows } from '../../../powershell-host/fake-windows.ts';
import type { PowershellHost } from '../../../powershell-host/powershell-host.ts';
import type { CommandEnvironment, CommandHost, CommandListener, RunningCommand } from './command-host.ts';
import { readsInput } from './reads-input.ts';

/** Commands that the real PowerShell engine runs on one fake Windows machine, one after the other. */
export function powershellCommands(host: PowershellHost, machine: FakeWindows): CommandHost {
  return { start: (line, environment, tell) => start(line, environment, tell, { host, machine }) };
}

interface Engine {
  readonly host: PowershellHost;
  readonly machine: FakeWindows;
}

function start(
  line: string,
  environment: CommandEnvironment,
  tell: CommandListener,
  engine: Engine,
): RunningCommand {
  const input: Uint8Array[] = [];
  let state: 'reading' | 'running' | 'terminated' = 'reading';
  const begin = (): void => {
    if (state !== 'reading') return;
    state = 'running';
    void run(line, Buffer.concat(input), environment, engine, {
      output: (stream, bytes) => {
        if (state === 'running') tell.output(stream, bytes);
      },
      ended: (exitCode) => {
        if (state === 'running') tell.ended(exitCode);
      },
    });
  };
  // The engine is given all of standard input at once: a script that reads none need not wait for its end.
  if (!readsInput(line)) begin();
  return {
    write: (bytes, last) => {
      input.push(bytes);
      if (last) begin();
    },
    terminate: () => {
      state = 'terminated';
    },
  };
}

async function run(
  commandLine: string,
  stdin: Buffer,
  { codePage }: CommandEnvironment,
  { host, machine }: Engine,
  tell: CommandListener,
): Promise<void> {
  try {
    const { end, exitCode } = await host.run({
      machine,
      what: { commandLine },
      stdin,
      codePage,
      onOutput: tell.output,
    });
    tell.ended(end === 'exited' ? (exitCode ?? 0) : 1);
  } catch (error) {
    // The program broke, which no Windows does: the one who asked is told as by cmd.exe.
    tell.output('stderr', Buffer.from(`${String(error)}\r\n`));
    tell.ended(255);
  }
}
