import { quoteCommand, quoteWord } from '../../src/core/quoting.ts';
import { type RunningProgram, startProgram } from '../running-program.ts';
import { vipfarmCommand } from './vipfarm.ts';

/** Runs vipfarm as a user types it at a terminal: `vipfarm WORDS > FILE`. What is said is what the terminal shows. */
export function typeVipfarm(
  words: readonly string[],
  file: string,
  environment: Readonly<Record<string, string>> = {},
): RunningProgram {
  const line = `exec ${quoteCommand([...vipfarmCommand, ...words])} > ${quoteWord(file)}`;
  return startProgram(
    ['script', '--quiet', '--return', '--command', line, '/dev/null'],
    { TERM: 'xterm', NO_COLOR: '1', ...environment },
    'pipe',
  );
}
