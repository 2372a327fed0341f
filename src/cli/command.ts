import type { ExitCode } from '../core/outcome.ts';
import type { Redactor } from '../core/secret.ts';
import type { Interruption } from './interruption.ts';

/**
 * A command as data: what --help, the reference in docs/ and shell completion are made from. The code that carries it
 * out is loaded only when the command is chosen, so that the others start fast.
 */
export interface CommandDefinition {
  /** The words after `vipfarm`, with positionals as yargs writes them: `plan [pools..]`. */
  readonly usage: string;
  readonly summary: string;
  /** A few sentences for the reference page. */
  readonly details: string;
  readonly options: Readonly<Record<string, OptionDefinition>>;
  readonly examples: readonly (readonly [line: string, meaning: string])[];
  /** It keeps the sessions of all hosts open at once, so what a session needs in memory lives long. */
  readonly holdsSessions?: true;
  readonly load: () => Promise<{ run: CommandBody }>;
}

export interface OptionDefinition {
  readonly type: 'string' | 'number' | 'boolean';
  readonly describe: string;
  readonly alias?: string;
  readonly choices?: readonly string[];
  readonly default?: string | number | boolean;
}

/** Arguments as yargs parsed them; each command reads what it declared through `arguments.ts`. */
export type Arguments = Readonly<Record<string, unknown>>;

/** Everything a command may touch of the process. */
export interface Surroundings extends Interruption {
  readonly stdin: NodeJS.ReadStream & { readonly fd: number };
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Learns every secret that is resolved; both output streams pass through it. */
  readonly redactor: Redactor;
}

export type CommandBody = (args: Arguments, surroundings: Surroundings) => Promise<ExitCode>;
