import process from 'node:process';
import { exitCodes } from '../core/outcome.ts';
import { Problem } from '../core/problem.ts';

/** How a run is ended early: in order at the first time, at once at the second. */
export interface Interruption {
  /** Aborted by the first SIGINT, SIGTERM or SIGHUP, and by `interrupt`. */
  readonly signal: AbortSignal;
  /** What the first Ctrl-C does, for what is no signal. */
  interrupt(why: string): void;
  /** What is said when a second signal ends the process at once. */
  onQuit(words: () => string): void;
}

/** Listens to the signals of the process from now on. */
export function heedSignals(): Interruption {
  const interruption = new AbortController();
  let lastWords = (): string => '';
  function interrupt(why: string): void {
    if (!interruption.signal.aborted) interruption.abort(new Problem('interrupted', why));
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (interruption.signal.aborted) {
        process.stderr.write(lastWords());
        process.exit(exitCodes.interrupted);
      }
      interrupt(`interrupted by ${signal}`);
    });
  }
  // Kernel and shell both tell of a lost terminal, and a write to it does: that is no second wish, and nobody's.
  process.on('SIGHUP', () => interrupt('interrupted by SIGHUP'));
  return {
    signal: interruption.signal,
    interrupt,
    onQuit(words) {
      lastWords = words;
    },
  };
}
