import type { FakeWindows } from '../../powershell-host/fake-windows.ts';
import type { PowershellHost } from '../../powershell-host/powershell-host.ts';
import type { CommandHost } from './double/command-host.ts';

/** Milliseconds after which the engine gives up a script that nobody waits for any more: it cannot be told. */
const timeLimit = 6_000;

/** The real PowerShell engine behind the double: command lines run on a fake Windows machine, one at a time. */
export function engineCommands(engine: PowershellHost, machine: FakeWindows): CommandHost {
  return {
    start: (commandLine, { codePage }, tell) => {
      const input: Uint8Array[] = [];
      let isTerminated = false;

      async function play(): Promise<void> {
        const onOutput = (stream: 'stdout' | 'stderr', bytes: Uint8Array): void => {
          if (!isTerminated) tell.output(stream, bytes);
        };
        const stdin = Buffer.concat(input);
        const what = { commandLine };
        const { exitCode } = await engine.run({ machine, what, stdin, codePage, timeLimit, onOutput });
        if (!isTerminated) tell.ended(exitCode ?? 1);
      }

      return {
        write: (bytes, last) => {
          input.push(bytes);
          if (last) void play();
        },
        terminate: () => {
          isTerminated = true;
        },
      };
    },
  };
}
