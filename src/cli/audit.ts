import { auditText } from '../reporting/audit-text.ts';
import type { CommandBody } from './command.ts';
import { judgePools } from './judge-pools.ts';

/** `vipfarm audit`: every host against what the pools ask for; only what is not ok is shown. */
export const run: CommandBody = (args, surroundings) => judgePools('audit', auditText, args, surroundings);
