import { verifyText } from '../reporting/audit-text.ts';
import type { CommandBody } from './command.ts';
import { judgePools } from './judge-pools.ts';

/** `vipfarm verify`: every check of every host, with what was expected and what was found. */
export const run: CommandBody = (args, surroundings) =>
  judgePools('verify', (_pools, verdicts, id) => verifyText(verdicts, id), args, surroundings);
