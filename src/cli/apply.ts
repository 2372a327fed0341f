import { changePools } from './change-pools.ts';
import type { Arguments, CommandBody, Surroundings } from './command.ts';

/** `vipfarm apply`: puts the VIPs of the pools on their members. */
export const run: CommandBody = (args: Arguments, surroundings: Surroundings) =>
  changePools('apply', args, surroundings);
