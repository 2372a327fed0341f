import type { FakeWindows } from './fake-windows.ts';

/** A long-lived program with the real PowerShell engine that plays powershell.exe on fake Windows machines, one script at a time. */
export interface PowershellHost extends AsyncDisposable {
  /**
   * Runs a script in a fresh session and leaves the machine as the script left it.
   * @throws Error: the program itself broke; what a script does wrong is in the answer
   */
  run(run: PowershellRun): Promise<PowershellAnswer>;
  /** Looks at a script without running it. */
  check(text: string, options: CheckOptions): Promise<readonly Finding[]>;
}

export interface PowershellRun {
  readonly machine: FakeWindows;
  /** Either the text of a script, run as `-Command` would, or a whole command line: `powershell.exe -NoProfile ...`. */
  readonly what: { readonly script: string } | { readonly commandLine: string };
  /** What comes on standard input; it ends after that. */
  readonly stdin?: string | Uint8Array;
  /** Milliseconds; default 60,000. */
  readonly timeLimit?: number;
  /** As the task scheduler runs it: elevated, as SYSTEM, without a session. */
  readonly asSystem?: boolean;
  /** The code page of the session's console; default: that of the machine's language. WinRM shells ask for 65001. */
  readonly codePage?: number;
  /** Told what the script prints, as it comes. */
  readonly onOutput?: (stream: 'stdout' | 'stderr', bytes: Uint8Array) => void;
}

export interface PowershellAnswer {
  /** `killed` by a fault of the machine, in the middle of the script. */
  readonly end: 'exited' | 'killed' | 'timed-out';
  /** As powershell.exe would give it; undefined unless it exited. */
  readonly exitCode: number | undefined;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
  /** What of Windows was called, in order. */
  readonly calls: readonly Call[];
}

export interface Call {
  /** `Set-NetIPInterface`, `netsh.exe`, `[IO.File]::WriteAllText`, `DiInstallDevice` */
  readonly name: string;
  /** True when it may change the machine. */
  readonly changes: boolean;
}

export interface CheckOptions {
  /** A probe may change nothing: it calls only what is allowed by name. */
  readonly purpose: 'probe' | 'change';
  /** The oldest PowerShell that must run it. */
  readonly powershell: '4.0' | '5.1';
}

/** Something in a script that must not be there. */
export interface Finding {
  readonly rule: string;
  readonly line: number;
  readonly column: number;
  /** What of the script breaks the rule. */
  readonly text: string;
}
