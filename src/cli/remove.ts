import { changePools } from './change-pools.ts';
import type { Arguments, CommandBody, Surroundings } from './command.ts';

/** `vipfarm remove`: takes the VIPs of the pools away from their members. */
export const run: CommandBody = (args: Arguments, surroundings: Surroundings) =>
  changePools('remove', args, surroundings);
