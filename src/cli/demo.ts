import { runMixedDemo } from '../demo/mixed/run-mixed-demo.ts';
import { runDemo } from '../demo/run-demo.ts';
import { isSet } from './arguments.ts';
import type { Arguments, CommandBody, Surroundings } from './command.ts';

/** `vipfarm demo`: a VIP's life on an embedded farm. */
export const run: CommandBody = (args: Arguments, { stdout, signal }: Surroundings) => {
  const show = isSet(args, 'mixed') ? runMixedDemo : runDemo;
  return show({ out: stdout, signal, keep: isSet(args, 'keep') });
};
