import { closeSync } from 'node:fs';
import process from 'node:process';
import { isatty } from 'node:tty';
import { exitCodes } from '../core/outcome.ts';

/** What a write says when the terminal, or the reader of the pipe, is gone. */
const gone = new Set(['EIO', 'EPIPE']);

/**
 * Goes on when nothing can be printed any more, for a run has hosts in hand then: `lost` is told, and what is written is
 * dropped. Where somebody may still wait for the output, as for a file on a full disk, the exit code says that it is not whole.
 */
export function outliveOutput(lost: (why: string) => void): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', () => undefined);
    stream.once('error', (cause: NodeJS.ErrnoException) => {
      const why = `the output cannot be written: ${cause.message}`;
      lost(why);
      if (!gone.has(cause.code ?? '')) process.once('exit', () => endUnwritten(why));
    });
  }
  outliveTerminal();
}

function endUnwritten(why: string): void {
  process.stderr.write(`vipfarm: ${why}\n`);
  process.exitCode = Math.max(Number(process.exitCode ?? 0), exitCodes.notWritten);
}

/**
 * Leaving raw mode is an error of standard input where the terminal is gone. And at its end Node 20 puts the terminal back as it
 * was, and aborts when that cannot be done (nodejs/node#51519).
 */
function outliveTerminal(): void {
  process.stdin.on('error', () => undefined);
  const terminals = [0, 1, 2].filter((descriptor) => isatty(descriptor));
  process.once('exit', () => {
    for (const descriptor of terminals) if (!isatty(descriptor)) closeSync(descriptor);
  });
}
