import type { GuestLine } from '../../../src/demo/mixed/guest-lines.ts';
import type { CommandResult } from '../../../src/demo/run-command.ts';

/** A simulated host as the demo uses it. */
export interface Guest extends AsyncDisposable {
  readonly line: GuestLine;
  /** Does something at its console. */
  byHand(line: string): Promise<CommandResult>;
  /** All that lasts on it, as text. */
  look(): string;
}
