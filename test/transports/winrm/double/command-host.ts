/** What stands behind the shells: it runs command lines as Windows' cmd.exe would. */
export interface CommandHost {
  start(commandLine: string, environment: CommandEnvironment, tell: CommandListener): RunningCommand;
}

export interface CommandEnvironment {
  /** Who logged in. */
  readonly user: string;
  /** The console's code page: 437 unless the client asked for another. */
  readonly codePage: number;
  readonly workingDirectory: string | undefined;
  readonly variables: ReadonlyMap<string, string>;
}

/** Told what the command does. Nothing may be told after its end. */
export interface CommandListener {
  output(stream: OutputStream, bytes: Uint8Array): void;
  ended(exitCode: number): void;
}

export type OutputStream = 'stdout' | 'stderr';

export interface RunningCommand {
  /** A piece of standard input; with `last` it ends. */
  write(bytes: Uint8Array, last: boolean): void;
  /** Ends the command at once; its listener is told nothing more. */
  terminate(): void;
}
