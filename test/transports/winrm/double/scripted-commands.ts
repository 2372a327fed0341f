import { once } from 'node:events';
import type {
  CommandEnvironment,
  CommandHost,
  CommandListener,
  OutputStream,
  RunningCommand,
} from './command-host.ts';

/** A command as its script sees it. */
export interface ScriptedCommand {
  readonly line: string;
  readonly environment: CommandEnvironment;
  /** Aborted when the client terminates the command or deletes the shell. */
  readonly signal: AbortSignal;
  /** Each call becomes one piece of output. */
  say(output: string | Uint8Array, stream?: OutputStream): void;
  /** All of standard input, once it has ended. Never settles when the client does not end it. */
  allInput(): Promise<Buffer>;
}

/** What a command does; the result is its exit code. */
export type Script = (command: ScriptedCommand) => number | Promise<number>;

/** Commands that a test makes up. A script that throws ends its command with 255 and the error on stderr. */
export function scriptedCommands(script: Script): CommandHost {
  return {
    start: (line, environment, tell) => play(script, line, environment, tell),
  };
}

function play(
  script: Script,
  line: string,
  environment: CommandEnvironment,
  tell: CommandListener,
): RunningCommand {
  const abort = new AbortController();
  const input: Uint8Array[] = [];
  const inputEnded = new AbortController();
  const command: ScriptedCommand = {
    line,
    environment,
    signal: abort.signal,
    say: (output, stream = 'stdout') => {
      if (!abort.signal.aborted) tell.output(stream, Buffer.from(output));
    },
    allInput: async () => {
      if (!inputEnded.signal.aborted) await once(inputEnded.signal, 'abort');
      return Buffer.concat(input);
    },
  };
  void run(script, command).then((exitCode) => {
    if (!abort.signal.aborted) tell.ended(exitCode);
  });
  return {
    write: (bytes, last) => {
      input.push(bytes);
      if (last) inputEnded.abort();
    },
    terminate: () => abort.abort(),
  };
}

async function run(script: Script, command: ScriptedCommand): Promise<number> {
  try {
    return await script(command);
  } catch (error) {
    command.say(`${error instanceof Error ? error.stack : String(error)}\r\n`, 'stderr');
    return 255;
  }
}
