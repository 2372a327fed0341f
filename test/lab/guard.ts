import { endRun } from './lab-run.ts';

/**
 * `guard.ts RUN`: outlives the process that started it, and when that is gone, however it went, ends its run. It knows by
 * its standard input, which the kernel closes for the dead.
 */
const [, , run = ''] = process.argv;
process.stdin.resume();
process.stdin.once('end', () => void endRun(run));
process.stdin.once('error', () => void endRun(run));
