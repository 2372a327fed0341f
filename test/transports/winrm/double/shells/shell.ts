import type { CommandEnvironment, OutputStream, RunningCommand } from '../command-host.ts';

export interface Shell {
  readonly id: string;
  readonly clientAddress: string;
  readonly environment: CommandEnvironment;
  /** Milliseconds after which a shell that nobody asks anything of is gone. */
  readonly idleTimeout: number;
  readonly commands: Map<string, Command>;
  /** Commands that were ever started here: the quota of operations is not given back. */
  started: number;
  idleTimer: NodeJS.Timeout | undefined;
}

export interface Command {
  readonly id: string;
  running: RunningCommand | undefined;
  /** Output that no Receive has taken yet, oldest first. */
  readonly pieces: Piece[];
  /** Set once the command has ended. */
  exitCode: number | undefined;
  state: 'alive' | 'reported' | 'terminated';
  /** The Receive that waits for output. */
  receiver: AbortController | undefined;
}

export interface Piece {
  readonly stream: OutputStream;
  readonly bytes: Uint8Array;
}

/** Lets the Receive that waits look again. */
export function wakeReceiver(command: Command): void {
  command.receiver?.abort();
}

export function terminateCommand(command: Command): void {
  if (command.state === 'alive' && command.exitCode === undefined) command.running?.terminate();
  command.state = 'terminated';
  wakeReceiver(command);
}
